// What is flagged, and what is not.
#include "domain/misuse.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::domain;

namespace {

const auto monday = *core::Date::of(2026, 11, 23);
const core::WorkingDays weekdays({}, {}, {});

Search search(int number, core::Date day, int hour = 10) {
  Search one;
  one.check.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  one.check.bytes[15] = static_cast<std::uint8_t>(number);
  one.authority = "LDS";
  one.actor = "ann";
  one.day = day;
  one.hour = hour;
  one.at = {(std::int64_t{day.days_since_1970()} * 24 + hour) * 3'600'000'000};
  const auto base = static_cast<Trait>(number) * 10;
  one.traits = {.person = base + 1,
                .particulars = base + 2,
                .name = base + 3,
                .postcode = base + 4,
                .household = base + 5,
                .case_reference = base + 6};
  return one;
}

// Some weeks of `people` a day from Monday to Friday, before `monday`.
std::vector<Search> habit(int people) {
  std::vector<Search> searches;
  int number = 1'000;
  for (auto day = monday.plus_days(-35); day < monday; day = day.plus_days(1))
    for (int i = 0; i < people && day.weekday() < 6; ++i)
      searches.push_back(search(++number, day));
  return searches;
}

Peers usual(int people) {
  Peers peers{.usual_people = people, .days = 100, .hours = {}};
  for (int hour = 8; hour < 18; ++hour)
    peers.hours.at(static_cast<std::size_t>(hour)) = 10;
  return peers;
}

std::vector<Flag> of_actor(const std::vector<Search>& searches, Peers peers = usual(12)) {
  return flags_of_actor(searches, peers, monday, {}, weekdays);
}

std::vector<Pattern> patterns(const std::vector<Flag>& flags) {
  std::vector<Pattern> found;
  for (const auto& flag : flags)
    found.push_back(flag.pattern);
  return found;
}

using Patterns = std::vector<Pattern>;

}  // namespace

TEST_CASE(
    "far more people than he and his colleagues ever search are flagged; a peak of all is not") {
  auto searches = habit(12);
  CHECK(of_actor(searches).empty());
  for (int i = 0; i < 80; ++i)
    searches.push_back(search(i, monday));
  const auto flags = of_actor(searches);
  REQUIRE(patterns(flags) == Patterns{Pattern::many_people});
  CHECK(flags[0].authority == "LDS");
  CHECK(flags[0].actor == "ann");
  CHECK(flags[0].day == monday);
  CHECK(flags[0].checks.size() == most_checks_named);
  CHECK(flags[0].sentence.starts_with("80 different people were searched in one day"));
  CHECK(of_actor(searches, usual(60)).empty());
}

TEST_CASE("some more each day of a week are flagged too; the same people again and again are not") {
  auto searches = habit(10);
  int number = 0;
  for (int back = 6; back >= 0; --back)
    for (int i = 0; i < 39; ++i)
      searches.push_back(search(++number, monday.plus_days(-back)));
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::many_people});
  for (auto& one : searches)
    one.traits.person = 7;
  CHECK(of_actor(searches).empty());
}

TEST_CASE("a new officer is compared with the others, a new system with nobody") {
  std::vector<Search> searches;
  for (int i = 0; i < 60; ++i)
    searches.push_back(search(i, monday));
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::many_people});
  CHECK(of_actor(searches, {}).empty());
  for (int i = 60; i < 200; ++i)
    searches.push_back(search(i, monday));
  CHECK(patterns(of_actor(searches, {})) == Patterns{Pattern::many_people});
}

TEST_CASE("a well-known name is flagged at once, and the officer's own unless it is a common one") {
  std::vector<Search> searches{search(1, monday)};
  CHECK(of_actor(searches).empty());
  searches[0].traits.famous = true;
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::famous_name});
  searches[0].traits = search(1, monday).traits;
  searches[0].traits.own_name = true;
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::own_name});
  for (int back = 1; back <= 3; ++back) {
    searches.push_back(search(1 + back, monday.plus_days(-back)));
    searches.back().traits.own_name = true;
  }
  CHECK(of_actor(searches).empty());
}

TEST_CASE("four of one postcode are neighbours; one with three spellings of a date is not") {
  std::vector<Search> searches;
  for (int i = 0; i < 4; ++i) {
    searches.push_back(search(i, monday.plus_days(-3 * i)));
    searches.back().traits.postcode = 99;
  }
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::neighbours});
  auto next_day = searches;
  next_day.push_back(searches[0]);  // one of them again brings nothing new
  next_day.front().day = next_day.front().day.plus_days(-1);
  CHECK(of_actor(next_day).empty());
  for (auto& one : searches)
    one.traits.name = 5;
  CHECK(of_actor(searches).empty());
}

TEST_CASE("one name with five dates of birth in a day is walking, slowly in a fortnight too") {
  std::vector<Search> searches;
  for (int i = 0; i < 5; ++i) {
    searches.push_back(search(i, monday));
    searches.back().traits.name = 5;
  }
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::walking});
  searches.pop_back();
  CHECK(of_actor(searches).empty());
  searches.clear();
  for (int i = 0; i < 7; ++i) {
    searches.push_back(search(i, monday.plus_days(-i)));
    searches.back().traits.name = 5;
  }
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::walking});
}

TEST_CASE("at night, or on a Sunday, is out of hours for who never works then") {
  auto searches = habit(5);
  for (int i = 0; i < 3; ++i)
    searches.push_back(search(i, monday, 2));
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::out_of_hours});
  // Whose habit it is, or whose authority works then, is asked nothing.
  auto of_the_night = searches;
  of_the_night.push_back(search(50, monday.plus_days(-3), 3));
  of_the_night.push_back(search(51, monday.plus_days(-4), 2));
  of_the_night.push_back(search(52, monday.plus_days(-5), 2));
  CHECK(of_actor(of_the_night).empty());
  auto peers = usual(12);
  peers.hours.at(1) = 3;
  CHECK(of_actor(searches, peers).empty());
  searches.pop_back();
  CHECK(of_actor(searches).empty());
}

TEST_CASE(
    "one case for six unrelated people is flagged; a system that names a run is not, once known") {
  std::vector<Search> searches;
  for (int i = 0; i < 6; ++i) {
    searches.push_back(search(i, monday));
    searches.back().traits.case_reference = 5;
  }
  CHECK(patterns(of_actor(searches)) == Patterns{Pattern::one_case});
  for (int i = 0; i < 20; ++i) {
    searches.push_back(search(100 + i, monday.plus_days(-30)));
    searches.back().traits.case_reference = 4;
  }
  CHECK(of_actor(searches).empty());
}

TEST_CASE("one person searched by three officers is flagged for each, unless they share a case") {
  std::vector<Search> searches;
  for (int i = 0; i < 3; ++i) {
    searches.push_back(search(i, monday.plus_days(-i)));
    searches.back().actor = std::string(1, static_cast<char>('a' + i));
    searches.back().traits.person = 5;
  }
  const auto flags = flags_of_person(searches, monday, {});
  REQUIRE(patterns(flags) == Patterns{Pattern::shared_interest});
  CHECK(flags[0].actor == "a");
  CHECK(flags[0].checks.size() == 3);
  searches[2].traits.case_reference = searches[1].traits.case_reference;
  CHECK(flags_of_person(searches, monday, {}).empty());
}

TEST_CASE("one person again and again over months is flagged until that person is found") {
  std::vector<Search> searches;
  for (int i = 0; i < 4; ++i) {
    searches.push_back(search(i, monday.plus_days(-30 * i)));
    searches.back().traits.person = 5;
  }
  CHECK(patterns(flags_of_person(searches, monday, {})) == Patterns{Pattern::repeated});
  searches[2].was_hit = true;
  CHECK(flags_of_person(searches, monday, {}).empty());
  searches[2].was_hit = false;
  for (auto& one : searches)
    one.purpose = Purpose::in_term;
  CHECK(flags_of_person(searches, monday, {}).empty());
}

TEST_CASE("one person searched by six authorities in a week is for the operator") {
  std::vector<Search> searches;
  for (int i = 0; i < 6; ++i) {
    searches.push_back(search(i, i == 5 ? monday : monday.plus_days(-2)));
    searches.back().authority = std::string(1, static_cast<char>('A' + i));
    searches.back().traits.person = 5;
  }
  const auto flags = flags_of_person(searches, monday, {});
  REQUIRE(patterns(flags) == Patterns{Pattern::many_authorities});
  CHECK(flags[0].authority.empty());
  CHECK(flags[0].actor == "F ann");
}
