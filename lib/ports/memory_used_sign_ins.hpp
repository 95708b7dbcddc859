// Used sign-ins in memory, for tests.
#pragma once

#include "ports/used_sign_ins.hpp"

#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemoryUsedSignIns final : public UsedSignIns {
public:
  core::Result<bool> use(const core::Hash& sign_in, core::Instant until,
                         core::Instant now) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(used_, [&](const auto& one) { return one.second <= now; });
    return used_.emplace(sign_in, until).second;
  }

private:
  std::mutex mutex_;
  std::map<core::Hash, core::Instant> used_;
};

}  // namespace badgewatch::ports
