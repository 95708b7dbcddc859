#include "domain/register_figures.hpp"

#include "domain/postcode_region.hpp"
#include "domain/reconciliation.hpp"
#include "domain/reference_age.hpp"
#include "domain/roster.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;

namespace {

core::Date day(const char* iso) {
  return *core::Date::parse_iso(iso);
}

}  // namespace

TEST_CASE("a postcode area lies in one region, and what is no area in none") {
  CHECK(domain::region_of_postcode_area("LU") == "East of England");
  CHECK(domain::region_of_postcode_area("L") == "North West");
  CHECK(domain::region_of_postcode_area("LS") == "Yorkshire and The Humber");
  CHECK(domain::region_of_postcode_area("B") == "West Midlands");
  CHECK(domain::region_of_postcode_area("BS") == "South West");
  CHECK(domain::region_of_postcode_area("WV") == "West Midlands");
  CHECK(domain::region_of_postcode_area("BT") == "Northern Ireland");
  for (const auto* none : {"", "X", "QQ", "U N", "ls", "LSS", " ", " D"})
    CHECK(domain::region_of_postcode_area(none).empty());
}

TEST_CASE("small counts stay with their authority, and nothing does not tell of anybody") {
  CHECK(domain::shown_outside(0) == std::optional<std::int64_t>(0));
  CHECK_FALSE(domain::shown_outside(1));
  CHECK_FALSE(domain::shown_outside(4));
  CHECK(domain::shown_outside(5) == std::optional<std::int64_t>(5));
}

TEST_CASE("each figure has a name of its own and a label") {
  std::set<std::string_view> names, labels;
  for (const auto& figure : domain::register_figures()) {
    CHECK(names.insert(figure.name).second);
    CHECK(labels.insert(figure.label).second);
    CHECK_FALSE(figure.of.empty());
    CHECK(figure.name != figure.of);
  }
  CHECK(names.size() > 20);
}

TEST_CASE("why an alert is not found any more") {
  using domain::Explanation;
  const auto why = [](bool licence, bool entry, bool equal) {
    return domain::why_vanished(
        {.is_licence_watched = licence, .is_entry_shown = entry, .are_details_equal = equal});
  };
  CHECK(why(true, true, true) == Explanation::rules_changed);
  CHECK(why(true, true, false) == Explanation::details_changed);
  CHECK(why(false, true, false) == Explanation::licence_ended);
  CHECK(why(true, false, false) == Explanation::entry_ended);
  CHECK(why(false, false, false) == Explanation::entry_ended);
}

TEST_CASE("the run raises what was lost or not yet compared, and nothing else") {
  using enum domain::Explanation;
  for (const auto one : {decided, held, licence_ended, entry_ended, details_changed, rules_changed})
    CHECK_FALSE(domain::is_healed(one));
  CHECK(domain::is_healed(lost));
  CHECK(domain::is_healed(not_yet_compared));
  for (const auto one : {decided, held, not_yet_compared, lost, licence_ended, entry_ended,
                         details_changed, rules_changed}) {
    CHECK(domain::explanation_named(domain::name_of(one)) == one);
    CHECK_FALSE(domain::sentence_of(one).empty());
  }
}

TEST_CASE("holidays that end soon are told of") {
  const auto today = day("2026-11-26");
  CHECK_FALSE(domain::remark_on_holidays(today.plus_days(120), today));
  CHECK(domain::remark_on_holidays(today.plus_days(119), today));
  const auto past = domain::remark_on_holidays(today.plus_days(-1), today);
  REQUIRE(past);
  CHECK(past->find("wrong") != std::string::npos);
}

TEST_CASE("a roster's day is not in the future and not long ago") {
  const auto today = day("2026-11-26");
  CHECK_FALSE(domain::wrong_day(today, today));
  CHECK_FALSE(domain::wrong_day(today.plus_days(-31), today));
  CHECK(domain::wrong_day(today.plus_days(1), today));
  CHECK(domain::wrong_day(today.plus_days(-32), today));
}

TEST_CASE("a roster of which hardly any number is known is another council's") {
  CHECK(domain::is_of_another({.rows = 100, .missing = 95, .extra = 90}));
  CHECK_FALSE(domain::is_of_another({.rows = 100, .missing = 90, .extra = 90}));
  // A council that is new here, and one that has few.
  CHECK_FALSE(domain::is_of_another({.rows = 100, .missing = 100, .extra = 0}));
  CHECK_FALSE(domain::is_of_another({.rows = 10, .missing = 10, .extra = 10}));
}

TEST_CASE("what differs between two records is named") {
  domain::Licence one;
  one.licence_number = "A1";
  one.granted_on = day("2024-01-02");
  one.holder.names = {{.full = "Ada Lovelace", .given = {}, .family = {}}};
  auto other = one;
  CHECK(domain::differing_fields(one, other).empty());
  other.status = domain::LicenceStatus::suspended;
  other.granted_on.reset();
  other.holder.telephone = "+441612345678";
  CHECK(domain::differing_fields(one, other) ==
        std::vector<std::string>{"status", "granted_on", "contact"});
  CHECK(domain::hashed_text(one) == "A1|private_hire|current|2024-01-02||||");
  CHECK(domain::hashed_text(one) != domain::hashed_text(other));
}
