#include "domain/duty_clock.hpp"

#include <string>

namespace badgewatch::domain {

namespace {

// The first of `count` working days that end with `last`, that one included if it is one.
core::Date first_of_last(int count, core::Date last, const core::WorkingDays& calendar) {
  auto day = last;
  for (int counted = calendar.is_working_day(day) ? 1 : 0; counted < count;) {
    day = day.plus_days(-1);
    if (calendar.is_working_day(day)) ++counted;
  }
  return day;
}

}  // namespace

std::string_view period_name(DutyKind kind) {
  if (kind == DutyKind::rectify || kind == DutyKind::subject_request)
    return "subject_request_answer";
  return name_of(kind);
}

core::Result<const Period*> period_of(std::string_view name, core::Date day,
                                      const Periods& periods) {
  const auto* period = periods.in_force(name, day);
  if (period == nullptr) return not_loaded("the period `" + std::string(name) + "`");
  return period;
}

core::Result<void> check_covered(core::Date due_on, const core::WorkingDays& calendar) {
  if (due_on <= calendar.covered_to()) return {};
  return not_loaded("the bank holidays of " + std::to_string(due_on.year()));
}

core::Result<void> set_notices(Duty& duty, const core::WorkingDays& calendar,
                               const Periods& periods) {
  const auto remind = period_of("remind_of_duty", duty.opened_on, periods);
  if (!remind) return remind.error();
  const auto escalate = period_of("escalate_duty", duty.opened_on, periods);
  if (!escalate) return escalate.error();
  duty.remind_on = first_of_last((*remind)->amount, duty.due_on, calendar);
  if (duty.remind_on <= duty.opened_on) duty.remind_on = duty.due_on.plus_days(1);
  duty.escalate_on = last_day_of(**escalate, duty.due_on.plus_days(1), calendar);
  return {};
}

}  // namespace badgewatch::domain
