#include "domain/extension.hpp"

#include "domain/duty_clock.hpp"
#include "domain/reckoning.hpp"

#include <string>
#include <utility>

namespace badgewatch::domain {

namespace {

core::Result<void> check_extension(const Duty& duty, std::optional<core::Date> before,
                                   core::Date on) {
  const auto refuse = [](std::string why) {
    return core::Error(core::Errc::conflict, std::move(why));
  };
  if (!may_pause(duty.kind)) return refuse("The last day of this kind of duty is never extended.");
  if (before) return refuse("It was extended on " + before->iso() + ", and once is all.");
  if (duty.state == DutyState::paused)
    return refuse("Its clock stands still: let it go on first, then extend it.");
  if (duty.state != DutyState::open)
    return refuse("A duty that is " + std::string(name_of(duty.state)) + " is not extended.");
  if (duty.due_on < on)
    return refuse("The first period ended on " + duty.due_on.iso() + ": what is late stays late.");
  return {};
}

core::Result<void> check_told(const Duty& duty, core::Date on, core::Date told_on) {
  if (duty.opened_on <= told_on && told_on <= on) return {};
  return core::Error(
      core::Errc::invalid, "Some fields are wrong.",
      {{"/told_on", on < told_on ? std::string("is in the future")
                                 : "is before " + duty.opened_on.iso() + ", when it came"}});
}

}  // namespace

core::Result<Duty> extend_duty(Duty duty, std::optional<core::Date> before, core::Date on,
                               core::Date told_on, const core::WorkingDays& calendar,
                               const Periods& periods) {
  if (auto may = check_extension(duty, before, on); !may) return may.error();
  if (auto told = check_told(duty, on, told_on); !told) return told.error();
  const auto first = period_of(period_name(duty.kind), duty.opened_on, periods);
  if (!first) return first.error();
  const auto more = period_of("extend_answer", duty.opened_on, periods);
  if (!more) return more.error();
  auto whole = **first;
  if (whole.unit != (*more)->unit)
    return core::Error(core::Errc::unavailable,
                       "The reference data count `extend_answer` otherwise than what it extends.");
  whole.amount += (*more)->amount;
  duty.due_on = last_day_of(whole, duty.opened_on, calendar);
  for (const auto& pause : duty.pauses)
    for (auto day = pause.from; day < pause.to.value_or(pause.from); day = day.plus_days(1))
      duty.due_on = duty.due_on.plus_days(1);
  duty.due_on = ended(whole, duty.due_on, calendar);
  if (auto covered = check_covered(duty.due_on, calendar); !covered) return covered.error();
  if (auto set = set_notices(duty, calendar, periods); !set) return set.error();
  duty.reckoning += " " + extension_in_words(**more, told_on, duty.due_on);
  return duty;
}

}  // namespace badgewatch::domain
