// Entries that wait for a second person before other authorities are told of them.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/holding.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Hold {
  core::Uuid id;
  std::string authority;  // that entered what is held
  domain::HoldCause cause = domain::HoldCause::volume;
  domain::HoldState state = domain::HoldState::open;
  core::Instant begun_at;
  std::int64_t entries = 0;            // still on the register
  std::int64_t alerts_waiting = 0;     // that go out when it is released
  std::vector<std::string> posted_by;  // ids of the credentials
  std::optional<core::Instant> released_at;
  std::string released_by;
};

// Made once by whoever releases, before the first attempt.
struct HoldRelease {
  core::Uuid hold;
  core::Instant at;
  std::int64_t entries = 0;  // that were looked at
  std::string reason;        // kept sealed
};

// Errc::conflict and Errc::forbidden of Holds::release().
core::Result<void> may_release(const Hold& hold, const Caller& caller, const HoldRelease& release);

// Thread safe.
class Holds {
public:
  virtual ~Holds() = default;
  // The authority's own, all of them for a caller without one (the register's operator); open ones
  // first, the newest first, at most `most`.
  // In one transaction with its leaf.
  virtual core::Result<std::vector<Hold>> list(const Caller& caller, std::size_t most,
                                               const proof::Leaf& leaf) = 0;
  // The same for its leaf. Errc::not_found for another authority's; Errc::forbidden for
  // whoever posted what is held; Errc::conflict when it is released already, or holds another
  // number of entries than whoever releases it has seen.
  virtual core::Result<Hold> release(const Caller& caller, const HoldRelease& release,
                                     const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
