// An authority's alerts as its people work on them.
#pragma once

#include "core/working_days.hpp"
#include "domain/alert_life.hpp"
#include "domain/periods.hpp"
#include "ports/alerts.hpp"
#include "proof/leaf.hpp"

#include <string>
#include <vector>

namespace badgewatch::ports {

struct AlertQuery {
  std::int64_t after = 0;
  std::optional<std::int64_t> before = {};  // instead of `after`: the newest first
  std::size_t limit = 500;
  std::vector<domain::AlertState> states = {};  // none: whatever state
  std::vector<domain::AlertKind> kinds = {};    // none: whatever kind
};

// How many alerts of one kind are in one state.
struct AlertCount {
  domain::AlertKind kind = domain::AlertKind::licensee_matched;
  domain::AlertState state = domain::AlertState::raised;
  std::int64_t count = 0;
  core::Instant oldest_raised_at;
};

struct AlertChangeMade {
  domain::AlertChange change = domain::AlertChange::see;
  domain::AlertState state = domain::AlertState::seen;  // that it led to
  core::Instant at;
  std::string actor;      // the credential
  std::string by = {};    // the person's name; empty once its entry is erased
  std::string note = {};  // what was done, or why; likewise
};

struct AlertInFull {
  Alert alert;
  std::vector<AlertChangeMade> history;  // the oldest first
};

// Thread safe. Own alerts only: another authority's is Errc::not_found.
class AlertDesk {
public:
  virtual ~AlertDesk() = default;
  // With a number over `after`, in order, or under `before`, the newest first. Errc::malformed for
  // an `after` that was never given.
  virtual core::Result<std::vector<Alert>> list(const Caller& caller, const AlertQuery& query) = 0;
  // Those about one licence, the newest first, at most `limit`.
  virtual core::Result<std::vector<Alert>> of_licence(const Caller& caller,
                                                      const core::Uuid& licence,
                                                      std::size_t limit) = 0;
  // Of every kind and state of which there are any, in no particular order. One pass over the
  // authority's alerts.
  virtual core::Result<std::vector<AlertCount>> counts(const Caller& caller) = 0;
  virtual core::Result<AlertInFull> find(const Caller& caller, const core::Uuid& id) = 0;
  // Makes the change, its history, its event and its leaf in one transaction, one change of an
  // alert after the other; `wanted.state` is found from where it stands by then. The same change by
  // the same credential with the same words, last of all, is it already. Errc::conflict that names
  // what is possible where it is not.
  virtual core::Result<AlertInFull> change(const Caller& caller, const core::Uuid& id,
                                           const AlertChangeMade& wanted,
                                           const proof::Leaf& leaf) = 0;
};

// Begins the clocks of alerts that wait to be acknowledged. Used by one thread; any number may be
// at it at once, on any host.
class AlertClocks {
public:
  virtual ~AlertClocks() = default;
  // Of at most `most` alerts that have none, each with a duty of its authority to acknowledge it,
  // in one transaction; how many alerts were looked at. Those that tell of a duty get none: it has
  // its own clock. Errc::unavailable where the calendar or the period is not loaded.
  virtual core::Result<std::size_t> begin(const core::WorkingDays& calendar,
                                          const domain::Periods& periods, std::size_t most) = 0;
};

inline core::Error no_alert() {
  return {core::Errc::not_found, "There is no such alert of yours."};
}

}  // namespace badgewatch::ports
