// Duties of authorities: opened and closed in the transaction of what makes them, listed, and told
// of when they are near or past their last day.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/duty.hpp"
#include "proof/leaf.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

// Which duties: all of that kind about that thing that this authority owes, whatever the occasion.
struct DutiesAbout {
  std::string authority;
  domain::DutyKind kind = domain::DutyKind::share_concern;
  domain::About about;
};

// Of one unit of work; used by its thread. An authority may open a duty for another one (who asks
// for a disclosure makes the other owe an answer), and close what it owes itself or has opened.
class Duties {
public:
  virtual ~Duties() = default;
  // Nothing happens where there is one already of the same authority, kind, thing and occasion,
  // done or not: an attempt that is made again opens it once.
  virtual core::Result<void> open(const domain::Duty& duty) = 0;
  // Done on that day; how many were closed. Those that are done or handed over stay as they are.
  virtual core::Result<std::size_t> close(const DutiesAbout& which, core::Date on) = 0;
  // Hands what is open or paused to another authority, whose clock goes on; how many.
  virtual core::Result<std::size_t> transfer(const DutiesAbout& which, const std::string& to,
                                             core::Date on) = 0;
};

struct KeptDuty {
  core::Uuid id;
  domain::Duty duty;
  std::string opened_by;  // the authority whose act made it; empty: the register itself
};

struct DutyFilter {
  std::optional<domain::DutyKind> kind;
  // `open` is what is neither paused nor overdue. Nothing: all that is not done or handed over.
  std::optional<domain::DutyState> state;
};

// Where a page ended: lists go by the last day, the most urgent first.
struct DutyPlace {
  core::Date due_on;
  core::Uuid id;
};

// Of all that waits to be done, whatever is listed.
struct WaitingDuties {
  std::int64_t count = 0;
  std::int64_t overdue = 0;
  bool is_whole = true;  // false: more wait than are counted, which are the most urgent
};

struct DutyPage {
  std::vector<KeptDuty> duties;
  WaitingDuties waiting;
};

// How one authority did with one kind of duty.
struct Lateness {
  std::string authority;
  domain::DutyKind kind = domain::DutyKind::share_concern;
  std::int64_t done = 0;
  std::int64_t done_late = 0;
  std::int64_t open = 0;  // paused ones too
  std::int64_t overdue = 0;
  std::int64_t most_days_late = 0;  // of what is done
};

// Thread safe.
class DutyDesk {
public:
  static constexpr std::size_t most_counted = 1'000;  // duties that wait

  virtual ~DutyDesk() = default;
  // Own ones, as of `today`, behind `after`, at most `limit`; logged before they are given.
  virtual core::Result<DutyPage> list(const Caller& caller, const DutyFilter& filter,
                                      const std::optional<DutyPlace>& after, core::Date today,
                                      std::size_t limit, const proof::Leaf& leaf) = 0;
  // One's own as `move` makes it of how it stands, with its leaf; nobody else moves it meanwhile.
  // Errc::not_found for another authority's; what `move` refuses is refused.
  virtual core::Result<KeptDuty> move(
      const Caller& caller, const core::Uuid& id,
      const std::function<core::Result<domain::Duty>(const domain::Duty&)>& move,
      const proof::Leaf& leaf) = 0;
  // Of duties whose period began on one of these days: the caller's own authority; all of them for
  // a caller without one (the register's operator). By authority and kind. With its leaf.
  virtual core::Result<std::vector<Lateness>> lateness(const Caller& caller, core::Date from,
                                                       core::Date to, core::Date today,
                                                       const proof::Leaf& leaf) = 0;
};

// Raises `duty_due`. Used by one thread; any number may be at it at once, on any host.
class DutyAlarm {
public:
  virtual ~DutyAlarm() = default;
  // The alerts and events of `today` of at most `most` duties, each notice once for each duty, in
  // one transaction; how many alerts. Call again until there are none.
  virtual core::Result<std::size_t> raise(core::Date today, core::Instant now,
                                          std::size_t most) = 0;
};

}  // namespace badgewatch::ports
