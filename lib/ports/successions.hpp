// Take-overs as the register keeps them: who acts for which former authority, and how far what that
// was told has been handed on.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/succession.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

// What stands under one authority's code.
struct Holdings {
  std::int64_t entries = 0;
  std::int64_t licences = 0;
  std::int64_t concerns = 0;  // reported by it, or given to it
  std::int64_t requests = 0;  // for disclosure or rectification, under way, on either side
  std::int64_t duties = 0;    // not done
  std::int64_t alerts = 0;    // not done with
  std::int64_t officers = 0;
  std::int64_t keys = 0;
  std::int64_t clients = 0;
  std::int64_t webhooks = 0;
  friend bool operator==(const Holdings&, const Holdings&) = default;
};

// Used by one thread; any number may be at it at once, on any host.
class Successions {
public:
  virtual ~Successions() = default;
  // What has happened, told to who acts now where there is anything; how many are new. What was
  // taken over before stays as it was, but for who acts by now. `shares`: of all that are divided.
  virtual core::Result<std::size_t> take_over(std::span<const domain::Succession> happened,
                                              std::span<const domain::Share> shares,
                                              core::Instant now) = 0;
  // Events and alerts of at most `most` of what former authorities were told since, to who acts for
  // them, in one transaction, each once; how many were looked at. Call again until there are none.
  virtual core::Result<std::size_t> hand_on(core::Instant now, std::size_t most) = 0;
};

}  // namespace badgewatch::ports
