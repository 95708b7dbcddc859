// Signs an officer out everywhere, without ending their account.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/sessions.hpp"
#include "ports/unit_of_work.hpp"

namespace badgewatch::app {

// Thread safe.
class SessionEnds {
public:
  // All outlive it.
  SessionEnds(ports::Sessions& sessions, const core::Clock& clock, core::Randomness& randomness)
      : sessions_(sessions), clock_(clock), randomness_(randomness) {}

  // Every session of that officer of the caller's authority that is in force ends, each with a leaf
  // of who ended it; how many. They may sign in again at once. Errc::unavailable where they go on
  // beginning new ones meanwhile.
  core::Result<std::size_t> end_all(const ports::Caller& caller, const core::Uuid& officer);

private:
  ports::Sessions& sessions_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
