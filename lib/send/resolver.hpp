// What addresses a name has.
#pragma once

#include "core/ip_address.hpp"
#include "core/result.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace badgewatch::send {

// Thread safe.
class Resolver {
public:
  virtual ~Resolver() = default;
  // Each once; at least one. Errc::unavailable when there is none, or no answer in time.
  virtual core::Result<std::vector<core::IpAddress>> resolve(const std::string& host,
                                                             std::chrono::milliseconds time) = 0;
};

// As the system resolves. One that takes longer is left to end by itself; while too many of those
// are under way nothing more is asked.
class SystemResolver final : public Resolver {
public:
  core::Result<std::vector<core::IpAddress>> resolve(const std::string& host,
                                                     std::chrono::milliseconds time) override;
};

}  // namespace badgewatch::send
