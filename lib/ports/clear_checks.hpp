// Checks that were answered `no_match` and whose subject is still kept, for whoever looks whether
// an entry has come since that they would hit now.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/feed_chain.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct ClearCheck {
  core::Uuid id;
  std::string authority;
  std::string request;  // canonical JSON, as it was asked
};

// That an entry hits somebody about whom an authority was told that there is none.
struct Contradiction {
  std::string authority;  // who is told
  core::Uuid check;
  core::Uuid entry;
  std::string recording_authority;
  std::string band;
  double probability = 0;
};

// A look at all of them. Used by one thread.
class ClearChecks {
public:
  virtual ~ClearChecks() = default;
  // The place in the feed up to which every entry has been looked for; number 0 when that place is
  // not on this feed.
  virtual core::Result<proof::Position> position() = 0;
  // Begins a look, at what is recorded by now; false while another daemon has one under way.
  virtual core::Result<bool> begin() = 0;
  // The next of them, at most `limit`; none behind the last.
  virtual core::Result<std::vector<ClearCheck>> next(std::size_t limit) = 0;
  // Ends the look: writes the alerts that are new, one for each entry and check, and the place
  // where it moves; how many were new. All or nothing. Errc::conflict when `place` is not on this
  // feed.
  virtual core::Result<std::size_t> finish(std::span<const Contradiction> found,
                                           const std::optional<proof::Position>& place,
                                           core::Instant now) = 0;
  // Ends it without writing anything.
  virtual void give_up() = 0;
};

}  // namespace badgewatch::ports
