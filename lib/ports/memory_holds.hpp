// Holds in memory, for tests of the calls.
#pragma once

#include "ports/holds.hpp"

#include <algorithm>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemoryHolds final : public Holds {
public:
  void add(Hold hold) {
    const std::lock_guard lock(mutex_);
    holds_.push_back(std::move(hold));
  }

  core::Result<std::vector<Hold>> list(const Caller& caller, std::size_t most,
                                       const proof::Leaf& /*leaf*/) override {
    const std::lock_guard lock(mutex_);
    std::vector<Hold> found;
    for (const auto& hold : holds_)
      if (found.size() < most && is_of(caller, hold)) found.push_back(hold);
    return found;
  }

  core::Result<Hold> release(const Caller& caller, const HoldRelease& release,
                             const proof::Leaf& /*leaf*/) override {
    const std::lock_guard lock(mutex_);
    for (auto& hold : holds_) {
      if (hold.id != release.hold || !is_of(caller, hold)) continue;
      if (auto may = may_release(hold, caller, release); !may) return may.error();
      hold.state = domain::HoldState::released;
      hold.released_at = release.at;
      hold.released_by = caller.actor;
      return hold;
    }
    return core::Error(core::Errc::not_found, "There is no such hold of yours.");
  }

private:
  static bool is_of(const Caller& caller, const Hold& hold) {
    return caller.authority.empty() || caller.authority == hold.authority;
  }

  std::mutex mutex_;
  std::vector<Hold> holds_;
};

}  // namespace badgewatch::ports
