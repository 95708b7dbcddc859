// Flags depend on the searches alone: not on their order, nor on when on the day somebody looked.
#include "domain/misuse.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

using namespace badgewatch;
using namespace badgewatch::domain;

namespace {

const auto monday = *core::Date::of(2026, 11, 23);
const core::WorkingDays weekdays({}, {}, {});

// Few values, so that everything meets everything.
std::vector<Search> searches() {
  const auto count = *rc::gen::inRange(1, 60);
  std::vector<Search> list;
  for (int i = 0; i < count; ++i) {
    Search one;
    one.check.bytes[15] = static_cast<std::uint8_t>(i);
    one.authority = *rc::gen::element<std::string>("A", "B", "C", "D", "E", "F", "G");
    one.actor = *rc::gen::element<std::string>("x", "y", "z");
    one.day = monday.plus_days(-*rc::gen::weightedElement<int>({{8, 0}, {1, 1}, {1, 20}, {1, 70}}));
    one.hour = *rc::gen::inRange(0, 24);
    one.at = {(std::int64_t{one.day.days_since_1970()} * 24 + one.hour) * 3'600'000'000 + i};
    one.was_hit = *rc::gen::inRange(0, 8) == 0;
    one.traits = {.person = *rc::gen::inRange<Trait>(1, 20),
                  .particulars = *rc::gen::inRange<Trait>(1, 30),
                  .name = *rc::gen::inRange<Trait>(1, 8),
                  .postcode = *rc::gen::inRange<Trait>(0, 5),
                  .household = *rc::gen::inRange<Trait>(0, 5),
                  .case_reference = *rc::gen::inRange<Trait>(1, 8),
                  .famous = *rc::gen::inRange(0, 20) == 0,
                  .own_name = *rc::gen::inRange(0, 20) == 0};
    list.push_back(one);
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return list;
}

MisuseTerms low() {
  MisuseTerms terms;
  terms.people_a_day = 5;
  terms.people_a_week = 8;
  terms.authorities_of_one = 3;
  return terms;
}

std::vector<Flag> judged(std::vector<Search> list) {
  auto flags = flags_of_person(list, monday, low());
  for (auto& one : list)
    one.authority = one.actor = "x";
  const auto more = flags_of_actor(list, {}, monday, low(), weekdays);
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

using Key = std::tuple<std::string, std::string, Pattern>;

std::set<Key> keys(const std::vector<Flag>& flags) {
  std::set<Key> found;
  for (const auto& flag : flags)
    found.emplace(flag.authority, flag.actor, flag.pattern);
  return found;
}

}  // namespace

TEST_CASE("the order of the searches does not matter") {
  CHECK(rc::check([] {
    auto list = searches();
    const auto flags = judged(list);
    std::reverse(list.begin(), list.end());
    RC_ASSERT(judged(list) == flags);
    std::rotate(list.begin(),
                list.begin() + *rc::gen::inRange<long>(0, static_cast<long>(list.size())),
                list.end());
    RC_ASSERT(judged(list) == flags);
  }));
}

TEST_CASE(
    "who looks several times on a day, and after a restart, flags what one look at its end does") {
  CHECK(rc::check([] {
    const auto list = searches();
    const auto at_once = keys(judged(list));
    std::set<Key> bit_by_bit;
    for (std::size_t i = 1; i <= list.size(); ++i)
      bit_by_bit.merge(keys(judged({list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i)})));
    RC_ASSERT(bit_by_bit == at_once);
  }));
}

TEST_CASE("a single lawful search raises no flag") {
  CHECK(rc::check([] {
    auto list = searches();
    list.resize(1);
    list[0].day = monday;
    list[0].traits.famous = list[0].traits.own_name = false;
    RC_ASSERT(judged(list).empty());
  }));
}
