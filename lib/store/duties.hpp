// Duties of authorities in PostgreSQL.
#pragma once

#include "ports/duties.hpp"
#include "store/context.hpp"

#include <span>

namespace badgewatch::store {

// Those that one transaction opens, closes and hands over.
class SqlDuties final : public ports::Duties {
public:
  // All outlive it.
  SqlDuties(Context& context, Lease& lease) : context_(context), lease_(lease) {}

  core::Result<void> open(const domain::Duty& duty) override;
  core::Result<std::size_t> close(const ports::DutiesAbout& which, core::Date on) override;
  core::Result<std::size_t> transfer(const ports::DutiesAbout& which, const std::string& to,
                                     core::Date on) override;

private:
  Context& context_;
  Lease& lease_;
};

// Thread safe.
class SqlDutyDesk final : public ports::DutyDesk {
public:
  explicit SqlDutyDesk(Context& context) : context_(context) {}

  core::Result<ports::DutyPage> list(const ports::Caller& caller, const ports::DutyFilter& filter,
                                     const std::optional<ports::DutyPlace>& after, core::Date today,
                                     std::size_t limit, const proof::Leaf& leaf) override;
  core::Result<ports::KeptDuty> move(
      const ports::Caller& caller, const core::Uuid& id,
      const std::function<core::Result<domain::Duty>(const domain::Duty&)>& move,
      const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::Lateness>> lateness(const ports::Caller& caller, core::Date from,
                                                      core::Date to, core::Date today,
                                                      const proof::Leaf& leaf) override;

private:
  Context& context_;
};

// As the watch, with a session of its own.
class SqlDutyAlarm final : public ports::DutyAlarm {
public:
  explicit SqlDutyAlarm(Context& context) : context_(context) {}

  core::Result<std::size_t> raise(core::Date today, core::Instant now, std::size_t most) override;

private:
  Context& context_;
  std::unique_ptr<Session> session_;
};

// Opens duties, by a session of a role that may: all in one statement. One that is open already is
// left as it is.
core::Result<void> open_duties(Session& session, const Context& context,
                               std::span<const domain::Duty> duties);
core::Result<void> open_duty(Session& session, const Context& context, const domain::Duty& duty);

// The one of the authority's own that waits to be done, for update; nothing where there is none.
core::Result<std::optional<ports::KeptDuty>> duty_to_move(Session& session,
                                                          const ports::DutiesAbout& which);
// Its state, pauses and days as they are by now.
core::Result<void> write_clock(Session& session, const ports::KeptDuty& kept);

}  // namespace badgewatch::store
