// Lists in memory: of an authority that has entered and searched nothing.
#pragma once

#include "ports/own_lists.hpp"

namespace badgewatch::ports {

class MemoryOwnLists final : public OwnLists {
public:
  core::Result<std::vector<DecisionRecord>> entries(const Caller& /*caller*/,
                                                    const PageWanted& /*page*/) override {
    return std::vector<DecisionRecord>();
  }
  core::Result<std::vector<CheckRecord>> searches(const Caller& /*caller*/,
                                                  const SearchesWanted& /*wanted*/,
                                                  const PageWanted& /*page*/) override {
    return std::vector<CheckRecord>();
  }
};

}  // namespace badgewatch::ports
