// Lists in memory: of an authority that has entered nothing, and of whose searches only those with
// hits are listed that were noted here.
#pragma once

#include "ports/own_lists.hpp"

#include <set>

namespace badgewatch::ports {

class MemoryRegister;

class MemoryOwnLists final : public OwnLists {
public:
  // `reg`, where there is one, outlives it.
  explicit MemoryOwnLists(MemoryRegister* reg = nullptr) : register_(reg) {}

  void note(const core::Uuid& check) { checks_.insert(check); }

  core::Result<std::vector<DecisionRecord>> entries(const Caller& /*caller*/,
                                                    const PageWanted& /*page*/) override {
    return std::vector<DecisionRecord>();
  }
  core::Result<std::vector<CheckRecord>> searches(const Caller& /*caller*/,
                                                  const SearchesWanted& /*wanted*/,
                                                  const PageWanted& /*page*/) override {
    return std::vector<CheckRecord>();
  }
  core::Result<WaitingHits> waiting_hits(const Caller& caller, const HitsWanted& wanted) override;

private:
  MemoryRegister* register_;
  std::set<core::Uuid> checks_;
};

}  // namespace badgewatch::ports
