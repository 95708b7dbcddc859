#include "sample/roster.hpp"

#include "sample/rows.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <vector>

namespace badgewatch::sample {
namespace {

const core::Date today = *core::Date::of(2026, 11, 23);

std::string text_of(const Roster& roster) {
  std::string text;
  roster.each_licence([&](const SampleLicence& each) {
    text += each.authority;
    append_licence_line(text, each.licence);
  });
  return text;
}

struct Counts {
  std::size_t licences = 0;
  std::map<std::string, std::size_t> by_authority;
  std::map<domain::LicenceClass, std::size_t> by_class;
  std::map<std::uint64_t, std::size_t> by_person;
  std::size_t without_number = 0, without_driving_licence = 0;
  std::map<std::string, std::size_t> wlv_private_hire;

  double percent(std::size_t part) const {
    return 100.0 * static_cast<double>(part) / static_cast<double>(licences);
  }
};

Counts count(const Roster& roster) {
  Counts counts;
  roster.each_licence([&](const SampleLicence& each) {
    ++counts.licences;
    ++counts.by_authority[each.authority];
    ++counts.by_class[each.licence.licence_class];
    ++counts.by_person[each.person];
    if (each.licence.licence_class == domain::LicenceClass::private_hire)
      ++counts.wlv_private_hire[each.authority];
    if (each.licence.holder.national_insurance_number.empty()) ++counts.without_number;
    if (!each.licence.holder.driving_licence) ++counts.without_driving_licence;
  });
  return counts;
}

TEST_CASE("one seed gives the same bytes, another seed or day gives others") {
  const Roster roster({1, 300, today});
  CHECK(text_of(roster) == text_of(Roster({1, 300, today})));
  CHECK(text_of(roster) != text_of(Roster({2, 300, today})));
  CHECK(text_of(roster) != text_of(Roster({1, 300, today.plus_days(1)})));
}

TEST_CASE("a larger roster begins with the smaller one") {
  CHECK(text_of(Roster({1, 400, today})).starts_with(text_of(Roster({1, 300, today}))));
}

TEST_CASE("one authority's licences are those of the whole roster") {
  const Roster roster({1, 2'000, today});
  std::map<std::string, std::string> whole;
  roster.each_licence(
      [&](const SampleLicence& each) { append_licence_line(whole[each.authority], each.licence); });
  for (const std::string code : {"TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"}) {
    INFO(code);
    std::string own;
    roster.each_licence_of(
        code, [&](const SampleLicence& each) { append_licence_line(own, each.licence); });
    CHECK_FALSE(own.empty());
    CHECK(own == whole[code]);
  }
  CHECK(roster.authorities().size() == whole.size());
}

TEST_CASE("sizes, classes and gaps are roughly those of the trade") {
  const Roster roster({3, 20'000, today});
  const Counts counts = count(roster);
  CHECK(counts.percent(counts.by_authority.at("TFL")) == Approx(25).margin(2));
  const auto private_hire = counts.by_class.at(domain::LicenceClass::private_hire);
  CHECK(100.0 * static_cast<double>(counts.wlv_private_hire.at("WLV")) /
            static_cast<double>(private_hire) ==
        Approx(14).margin(3));
  CHECK(counts.percent(private_hire) == Approx(70).margin(3));
  CHECK(counts.percent(counts.by_class.at(domain::LicenceClass::hackney_carriage)) ==
        Approx(9).margin(1.5));
  CHECK(counts.percent(counts.without_number) == Approx(8).margin(1));
  CHECK(counts.percent(counts.without_driving_licence) == Approx(5).margin(1));
  std::size_t several = 0;
  for (const auto& [person, licences] : counts.by_person)
    several += licences > 1 ? 1 : 0;
  CHECK(several == Approx(300).margin(60));
  CHECK(counts.by_authority.size() > 290);
}

TEST_CASE(
    "nobody shares an NI number or a driving licence, also past the tails of driver numbers") {
  const People people(1, today);
  std::set<std::string> numbers, licences;
  std::size_t without = 0;
  for (std::uint64_t person = 0; person < 60'000; ++person) {
    const Identity identity = people.identity(person);
    REQUIRE(numbers.insert(identity.national_insurance_number.substr(0, 8)).second);
    if (identity.driving_licence.number.empty())
      ++without;
    else
      REQUIRE(licences.insert(identity.driving_licence.number).second);
  }
  CHECK(without < 60);
}

TEST_CASE("NI numbers leave out those of examples, and end where their digits do") {
  const People people(1, today);
  std::vector<bool> seen(1'000'000);
  for (std::uint64_t person = 0; person < 989'999; ++person) {
    const std::string number = people.national_insurance_number(person);
    REQUIRE(number.size() == 9);
    const auto digits = static_cast<std::size_t>(std::stoul(number.substr(2, 6)));
    REQUIRE_FALSE(seen[digits]);
    seen[digits] = true;
  }
  CHECK_FALSE(seen[123'456]);
  CHECK_FALSE(seen[990'000]);
  CHECK(people.national_insurance_number(989'999).empty());
}

TEST_CASE("there are namesakes, and some are born on the same day") {
  const People people(1, today);
  std::map<std::string, std::size_t> by_name, by_name_and_day;
  for (std::uint64_t person = 0; person < 20'000; ++person) {
    const Identity identity = people.identity(person);
    const std::string name = identity.given.front() + " " + identity.family;
    ++by_name[name];
    ++by_name_and_day[name + identity.born.iso()];
  }
  std::size_t twins = 0, most = 0;
  for (const auto& [name, people_of_it] : by_name)
    most = std::max(most, people_of_it);
  for (const auto& [name, people_of_it] : by_name_and_day)
    twins += people_of_it > 1 ? 1 : 0;
  CHECK(most > 40);
  CHECK(twins > 0);
}

TEST_CASE("drivers are of working age, and 1 January is frequent among them") {
  const People people(5, today);
  std::size_t new_year = 0;
  for (std::uint64_t person = 0; person < 20'000; ++person) {
    const core::Date born = people.identity(person).born;
    REQUIRE(born.plus_years(21) <= today);
    REQUIRE(born.plus_years(77) > today);
    if (born.month() == 1 && born.day() == 1) ++new_year;
  }
  CHECK(new_year > 20'000 / 365 * 5);
  CHECK(new_year < 20'000 / 10);
}

TEST_CASE("authorities that end or begin follow the day") {
  const Roster before({1, 3'000, *core::Date::of(2027, 3, 31)});
  const Roster after({1, 3'000, *core::Date::of(2027, 4, 1)});
  const auto has = [](const Roster& roster, const std::string& code) {
    const auto codes = roster.authorities();
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  CHECK(has(before, "ELM"));
  CHECK_FALSE(has(before, "XES"));
  CHECK_FALSE(has(after, "ELM"));
  CHECK(has(after, "XES"));
}

}  // namespace
}  // namespace badgewatch::sample
