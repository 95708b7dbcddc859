#include "web/enter_by.hpp"

#include "domain/reckoning.hpp"

namespace badgewatch::web {

EnterBy enter_by_of(const Visit& visit, core::Date notified_on) {
  const auto reference = visit.parts.reference.get();
  const auto* period = reference->periods.in_force("enter_decision", notified_on);
  if (period == nullptr) return {};
  const auto& calendar = reference->calendar;
  const auto last = domain::last_day_of(*period, notified_on, calendar);
  if (!calendar.covers(notified_on, last)) return {};
  return {domain::day_in_words(last), domain::reckoning_in_words(*period, notified_on, calendar)};
}

}  // namespace badgewatch::web
