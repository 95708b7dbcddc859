#include "web/clock_text.hpp"

#include "web/messages.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

std::string due_text(std::string_view iso, core::Date today) {
  const auto day = day_text(iso);
  const auto due = core::Date::parse_iso(iso);
  if (!due) return day;
  const auto left = due->days_since_1970() - today.days_since_1970();
  const auto count = std::to_string(left < 0 ? -left : left);
  if (left == 0) return say("clock.today", {{"day", day}});
  if (left == 1) return say("clock.tomorrow", {{"day", day}});
  if (left == -1) return say("clock.yesterday", {{"day", day}});
  return left > 0 ? say("clock.left", {{"day", day}, {"count", count}})
                  : say("clock.overdue", {{"day", day}, {"count", count}});
}

std::string age_text(core::Date since, core::Date today) {
  const auto days = today.days_since_1970() - since.days_since_1970();
  if (days <= 0) return std::string(say("clock.age.today"));
  if (days == 1) return std::string(say("clock.age.one"));
  return say("clock.age", {{"count", std::to_string(days)}});
}

}  // namespace badgewatch::web
