// Flags and samples in memory: a register in which nothing was flagged.
#pragma once

#include "ports/misuse.hpp"

namespace badgewatch::ports {

class MemoryMisuse final : public MisuseDesk {
public:
  // Outlives it; tells whose entries are whose.
  explicit MemoryMisuse(Register& reg) : register_(reg) {}

  core::Result<std::vector<MisuseFlag>> flags(const Caller& /*caller*/, std::int64_t /*after*/,
                                              std::size_t /*limit*/) override {
    return std::vector<MisuseFlag>();
  }
  core::Result<void> review_flag(const Caller& /*caller*/, const ReviewToKeep& /*review*/,
                                 const proof::Leaf& /*leaf*/) override {
    return core::Error(core::Errc::not_found, "There is no such flag of your authority.");
  }
  core::Result<std::vector<SampledCheck>> checks(const Caller& /*caller*/, core::Instant /*from*/,
                                                 core::Instant /*to*/) override {
    return std::vector<SampledCheck>();
  }
  core::Result<void> review_check(const Caller& /*caller*/, const ReviewToKeep& /*review*/,
                                  const proof::Leaf& /*leaf*/) override {
    return core::Error(core::Errc::not_found, "There is no such check of your authority.");
  }
  core::Result<Sights> seen_by(const Caller& caller, const core::Uuid& entry) override {
    const auto found = register_.find_decision(caller, entry);
    if (!found) return found.error();
    return Sights();
  }

private:
  Register& register_;
};

}  // namespace badgewatch::ports
