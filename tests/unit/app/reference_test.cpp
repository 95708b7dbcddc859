#include "running.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace badgewatch;
using tests::day;

namespace {

app::Reference real() {
  return tests::real_reference();
}

// The three files, smallest, with `text` in place of one.
core::Error error_with(std::string_view kind, std::string text) {
  const std::string head = R"({"format": "badgewatch-reference/1", "version": "2026-11-23",)";
  std::vector<ports::ReferenceFile> files = {
      {"authorities", "", head + R"("kind": "authorities", "authorities": [{"code": "AAA",
        "name": "A", "nation": "wales", "starts_on": "1974-04-01", "ends_on": null,
        "successors": [], "aliases": [], "ask": null}]})"},
      {"bank_holidays", "", head + R"("kind": "bank_holidays",
        "covers": {"from": "2026-01-01", "to": "2026-12-31"},
        "bank_holidays": [{"division": "england-and-wales", "date": "2026-12-25"}]})"},
      {"statutory_periods", "", head + R"("kind": "statutory_periods", "periods": [{"name": "p",
        "amount": 5, "unit": "days", "starts_on": "2023-04-27", "ends_on": null, "basis": "b"}]})"}};
  REQUIRE(app::read_reference(files).has_value());
  for (ports::ReferenceFile& file : files) {
    if (file.kind == kind) file.text = head + std::move(text);
  }
  const auto read = app::read_reference(files);
  REQUIRE(read.has_error());
  return read.error();
}

std::set<std::string> pointers(const core::Error& error) {
  std::set<std::string> out;
  for (const core::FieldProblem& one : error.fields())
    out.insert(one.pointer);
  return out;
}

}  // namespace

TEST_CASE("the reference data in force on 23 November 2026") {
  const app::Reference reference = real();
  const auto in_force = reference.authorities.in_force(day("2026-11-23"));
  CHECK(in_force.size() == 319);
  CHECK(std::count_if(in_force.begin(), in_force.end(), [](const domain::Authority* one) {
          return one->nation == domain::Nation::england;
        }) == 264);
  for (const char* code : {"TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"}) {
    INFO(code);
    const domain::Authority* found = reference.authorities.with_code(code);
    REQUIRE(found != nullptr);
    CHECK(found->in_force(day("2026-11-23")));
    CHECK_FALSE(found->ask.team.empty());
  }
  CHECK(reference.authorities.with_code("ZZZ") == nullptr);
}

TEST_CASE("authorities are found by code, name, short name and other names") {
  const app::Reference reference = real();
  const auto code = [&](std::string_view words) {
    const domain::Authority* found = reference.authorities.named(words, day("2026-11-23"));
    return found ? found->code : std::string();
  };
  CHECK(code("tfl") == "TFL");
  CHECK(code("City of York Council") == "YOR");
  CHECK(code("york") == "YOR");
  CHECK(code("  YORK   ua ") == "YOR");
  CHECK(code("city of ABERDEEN") == "ABE");
  CHECK(code("Atlantis") == "");
}

TEST_CASE("Surrey before and after its reorganisation") {
  const app::Reference reference = real();
  const auto& authorities = reference.authorities;
  const domain::Authority* heath = authorities.named("Surrey Heath", day("2027-03-31"));
  REQUIRE(heath != nullptr);
  CHECK(heath->code == "SUR");
  CHECK(heath->successors == std::vector<std::string>{"XWS"});
  CHECK(authorities.named("Surrey Heath", day("2027-04-01")) == nullptr);
  CHECK(authorities.named("West Surrey", day("2027-03-31")) == nullptr);
  REQUIRE(authorities.named("West Surrey", day("2027-04-01")) != nullptr);
  CHECK(authorities.named("West Surrey", day("2027-04-01"))->code == "XWS");
  CHECK(authorities.in_force(day("2027-04-01")).size() == 319 - 11 + 2);
}

TEST_CASE("England's bank holidays alone make working days") {
  const core::WorkingDays calendar = real().calendar;
  CHECK_FALSE(calendar.is_working_day(day("2026-12-25")));
  CHECK(calendar.is_working_day(day("2026-11-30")));  // St Andrew's Day
  CHECK(calendar.is_working_day(day("2026-06-15")));  // Scotland only
  CHECK(calendar.covers(day("2012-01-01"), day("2028-12-31")));
  CHECK_FALSE(calendar.covers(day("2011-12-31"), day("2012-01-01")));
}

TEST_CASE("statutory periods are in force from their first day") {
  const domain::Periods periods = real().periods;
  const domain::Period* enter = periods.in_force("enter_decision", day("2023-04-27"));
  REQUIRE(enter != nullptr);
  CHECK(enter->amount == 5);
  CHECK(enter->unit == domain::PeriodUnit::working_days);
  CHECK(enter->starts_on == day("2023-04-27"));
  CHECK_FALSE(enter->ends_on.has_value());
  const domain::Period* retain = periods.in_force("retain_entry", day("2026-11-23"));
  REQUIRE(retain != nullptr);
  CHECK(retain->amount == 11);
  CHECK(retain->unit == domain::PeriodUnit::years);
}

TEST_CASE("what is wrong is named by file and record, all at once") {
  const core::Error error = error_with("authorities", R"("kind": "authorities", "authorities": [
    {"code": "AAA", "name": "A", "nation": "wales", "starts_on": "1974-04-01"},
    {"code": "AAA", "name": "B", "nation": "france", "starts_on": "1974-04-31",
     "successors": ["BBB"]},
    {"code": "cc", "name": "C", "nation": "wales", "starts_on": "1974-04-01",
     "ends_on": "1970-01-01"}]})");
  CHECK(error.code() == core::Errc::invalid);
  CHECK(
      error.detail().starts_with("The reference file \"authorities\" is wrong at /authorities/1/"));
  CHECK(pointers(error) == std::set<std::string>{
                               "/authorities/authorities/1/code",
                               "/authorities/authorities/1/nation",
                               "/authorities/authorities/1/starts_on",
                               "/authorities/authorities/1/successors",
                               "/authorities/authorities/2/code",
                               "/authorities/authorities/2/ends_on",
                           });
}

TEST_CASE("holidays and periods that cannot be are refused") {
  CHECK(pointers(error_with("bank_holidays", R"("kind": "bank_holidays",
      "covers": {"from": "2026-01-01", "to": "2026-12-31"},
      "bank_holidays": [{"division": "england-and-wales", "date": "2027-12-25"}]})")) ==
        std::set<std::string>{"/bank_holidays/bank_holidays/0/date"});
  CHECK(pointers(error_with("bank_holidays", R"("kind": "bank_holidays",
      "covers": {"from": "2026-01-01", "to": "2026-12-31"},
      "bank_holidays": [{"division": "scotland", "date": "2026-01-02"}]})")) ==
        std::set<std::string>{"/bank_holidays/bank_holidays"});
  CHECK(pointers(error_with("statutory_periods", R"("kind": "statutory_periods", "periods": [
      {"name": "p", "amount": 5, "unit": "days", "starts_on": "2023-04-27", "basis": "b"},
      {"name": "p", "amount": 0, "unit": "weeks", "starts_on": "2024-04-27", "basis": "b"}]})")) ==
        std::set<std::string>{"/statutory_periods/periods/1/amount",
                              "/statutory_periods/periods/1/unit",
                              "/statutory_periods/periods/1/starts_on"});
}

TEST_CASE("a file of another kind or form, missing or twice") {
  CHECK(pointers(error_with("authorities", R"("kind": "statutory_periods", "authorities": []})")) ==
        std::set<std::string>{"/authorities/kind", "/authorities/authorities"});
  CHECK(error_with("authorities", "").code() == core::Errc::malformed);
  auto files = tests::real_reference_files();
  files.pop_back();
  CHECK(app::read_reference(files).error().detail() ==
        "The reference file \"statutory_periods\" is missing.");
  files = tests::real_reference_files();
  files.push_back(files.front());
  CHECK(app::read_reference(files).error().detail() ==
        "The reference file \"authorities\" is there twice.");
}

TEST_CASE("a file states its version") {
  for (const ports::ReferenceFile& file : tests::real_reference_files()) {
    const bool is_periods = file.kind == "statutory_periods";
    CHECK(app::stated_version(file.text).value() == (is_periods ? "2026-11-27" : "2026-11-23"));
  }
  CHECK(app::stated_version(R"({"version": "soon"})").has_error());
  CHECK(app::stated_version("{}").has_error());
  CHECK(app::stated_version("{").has_error());
}
