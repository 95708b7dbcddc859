#include "app/duties.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

namespace {

constexpr std::size_t told_at_once = 500;

}  // namespace

proof::Leaf Duties::leaf(const ports::Caller& caller, std::string kind, std::string detail,
                         const core::Uuid& subject) {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

core::Result<ports::DutyPage> Duties::list(const ports::Caller& caller,
                                           const ports::DutyFilter& filter,
                                           const std::optional<ports::DutyPlace>& after,
                                           std::size_t limit) {
  core::JsonWriter detail;
  detail.begin_object();
  if (filter.kind) detail.member("kind", domain::name_of(*filter.kind));
  if (filter.state) detail.member("state", domain::name_of(*filter.state));
  if (after) detail.member("after", after->due_on.iso());
  detail.end_object();
  return desk_.list(caller, filter, after, core::uk_date(clock_.now()), limit,
                    leaf(caller, "duties_listed", std::move(detail).take()));
}

core::Result<std::vector<ports::Lateness>> Duties::lateness(const ports::Caller& caller,
                                                            core::Date from, core::Date to) {
  core::JsonWriter detail;
  detail.begin_object().member("from", from.iso()).member("to", to.iso()).end_object();
  return desk_.lateness(caller, from, to, core::uk_date(clock_.now()),
                        leaf(caller, "lateness_read", std::move(detail).take()));
}

core::Result<ports::KeptDuty> Duties::pause(const ports::Caller& caller, const core::Uuid& id,
                                            domain::PauseReason why) {
  const auto today = core::uk_date(clock_.now());
  core::JsonWriter detail;
  detail.begin_object().member("reason", domain::name_of(why)).end_object();
  return desk_.move(
      caller, id, [&](const domain::Duty& duty) { return domain::pause_duty(duty, today, why); },
      leaf(caller, "duty_clock_paused", std::move(detail).take(), id));
}

core::Result<ports::KeptDuty> Duties::resume(const ports::Caller& caller, const core::Uuid& id) {
  const auto today = core::uk_date(clock_.now());
  const auto reference = reference_.get();
  return desk_.move(
      caller, id,
      [&](const domain::Duty& duty) {
        return domain::resume_duty(duty, today, reference->calendar, reference->periods);
      },
      leaf(caller, "duty_clock_resumed", "{}", id));
}

core::Result<std::size_t> tell_of_due_duties(ports::DutyAlarm& alarm, const core::Clock& clock,
                                             const std::function<bool()>& stop) {
  std::size_t told = 0;
  while (!stop()) {
    const auto now = clock.now();
    const auto raised = alarm.raise(core::uk_date(now), now, told_at_once);
    if (!raised) return raised;
    if (*raised == 0) break;
    told += *raised;
  }
  return told;
}

}  // namespace badgewatch::app
