#include "core/working_days.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch::core;

namespace {

WorkingDays calendar_with(const std::vector<int>& offsets) {
  std::set<Date> holidays;
  for (const auto offset : offsets)
    holidays.insert(Date::of_days(19'000 + std::abs(offset % 400)));
  return {holidays, Date::of_days(18'000), Date::of_days(21'000)};
}

}  // namespace

TEST_CASE("a period's last day is a working day, with exactly its count of them") {
  REQUIRE(rc::check([](const std::vector<int>& offsets) {
    const auto calendar = calendar_with(offsets);
    const auto first = Date::of_days(19'000 + *rc::gen::inRange(0, 300));
    const int count = *rc::gen::inRange(1, 25);
    const auto last = calendar.last_day(first, count);
    RC_ASSERT(calendar.is_working_day(last));
    int counted = 0;
    for (auto day = first; day <= last; day = day.plus_days(1))
      counted += calendar.is_working_day(day) ? 1 : 0;
    RC_ASSERT(counted == count);
  }));
}

TEST_CASE("a later beginning never ends earlier") {
  REQUIRE(rc::check([](const std::vector<int>& offsets) {
    const auto calendar = calendar_with(offsets);
    const auto first = Date::of_days(19'000 + *rc::gen::inRange(0, 300));
    const int count = *rc::gen::inRange(1, 25);
    RC_ASSERT(calendar.last_day(first, count) <= calendar.last_day(first.plus_days(1), count));
  }));
}
