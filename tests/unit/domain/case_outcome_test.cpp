// What became of an application: what may be recorded, and how a licence stands to the search
// before.
#include "domain/case_outcome.hpp"

#include "real_reference.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using domain::CaseResult;
using domain::SearchBefore;
using tests::day;

namespace {

std::vector<std::string> wrong_in(const domain::CaseOutcome& outcome, std::size_t undecided) {
  std::vector<std::string> pointers;
  for (const auto& one : domain::check_case_outcome(outcome, undecided, day("2026-11-27")))
    pointers.push_back(one.pointer);
  return pointers;
}

const domain::Period half_a_year{.name = "search_before_grant",
                                 .amount = 6,
                                 .unit = domain::PeriodUnit::months,
                                 .starts_on = day("2012-01-01"),
                                 .ends_on = {},
                                 .basis = {},
                                 .counts_first_day = false,
                                 .ends_on_working_day = false};

SearchBefore found(const char* granted_on, const std::vector<domain::RecordedSearch>& recorded) {
  return domain::search_before(day(granted_on), recorded, half_a_year, tests::real_calendar());
}

}  // namespace

TEST_CASE("A grant against a hit that nobody has decided is recorded with a reason alone") {
  using Pointers = std::vector<std::string>;
  domain::CaseOutcome outcome{CaseResult::granted, day("2026-11-27"), "L 1", ""};
  CHECK(wrong_in(outcome, 0).empty());
  CHECK(wrong_in(outcome, 1) == Pointers{"/reason"});
  outcome.result = CaseResult::renewed;
  CHECK(wrong_in(outcome, 2) == Pointers{"/reason"});
  outcome.reason = "The other authority answered on the telephone.";
  CHECK(wrong_in(outcome, 2).empty());
  outcome = {CaseResult::refused, day("2026-11-28"), "L 1", ""};
  CHECK(wrong_in(outcome, 3) == Pointers{"/decided_on", "/licence_number"});
  outcome = {CaseResult::withdrawn, day("2026-11-27"), "", ""};
  CHECK(wrong_in(outcome, 3).empty());
}

TEST_CASE("Only a check for an application has an outcome") {
  using enum domain::Purpose;
  CHECK(domain::check_purpose(new_application).has_value());
  CHECK(domain::check_purpose(renewal).has_value());
  for (const auto purpose : {in_term, investigation, subject_request})
    CHECK(domain::check_purpose(purpose).error().code() == core::Errc::conflict);
}

TEST_CASE("An alert says undecided, already granted, or how the case ended") {
  CHECK(domain::case_in_words({}) == "undecided");
  CHECK(domain::case_in_words(CaseResult::granted) == "already_granted");
  CHECK(domain::case_in_words(CaseResult::renewed) == "already_granted");
  CHECK(domain::case_in_words(CaseResult::refused) == "refused");
  CHECK(domain::case_in_words(CaseResult::withdrawn) == "withdrawn");
}

TEST_CASE("A search counts for a licence that began on its day or within the period behind it") {
  CHECK(found("2026-11-02", {}) == SearchBefore::none);
  CHECK(found("2026-11-02", {{day("2026-11-02"), day("2026-11-02")}}) == SearchBefore::made);
  CHECK(found("2026-11-02", {{day("2026-05-02"), day("2026-05-30")}}) == SearchBefore::made);
  // One day more than six months, and decided before: it was for an earlier licence.
  CHECK(found("2026-11-02", {{day("2026-05-01"), day("2026-05-30")}}) == SearchBefore::none);
  // As old, but this is the licence that was decided on it.
  CHECK(found("2026-11-02", {{day("2026-05-01"), day("2026-11-02")}}) == SearchBefore::made);
  CHECK(found("2026-11-02", {{day("2026-11-03"), day("2026-11-03")}}) == SearchBefore::too_late);
  CHECK(found("2026-11-02", {{day("2026-11-03"), day("2026-11-03")},
                             {day("2026-10-30"), day("2026-11-01")}}) == SearchBefore::made);
}

TEST_CASE("A search of before the day from which they count is for no licence of then or later") {
  auto long_ago = half_a_year;
  long_ago.amount = 3;
  long_ago.ends_on = day("2020-12-31");
  auto other = half_a_year;
  other.name = "another_period";
  other.amount = 60;
  const domain::Periods periods({long_ago, half_a_year, other});
  const auto since = [&](const char* granted_on) {
    return domain::searches_count_since(day(granted_on), periods, tests::real_calendar()).iso();
  };
  CHECK(since("2026-11-27") == "2026-05-27");
  CHECK(since("2026-02-28") == "2025-08-28");
  CHECK(domain::searches_count_since(day("2026-11-27"), {}, tests::real_calendar()).iso() ==
        "2026-11-27");
  for (auto granted_on = day("2024-02-20"); granted_on < day("2024-09-05");
       granted_on = granted_on.plus_days(1)) {
    const auto first =
        domain::searches_count_since(granted_on, periods, tests::real_calendar()).iso();
    const auto before = day(first.c_str()).plus_days(-1).iso();
    CHECK(found(granted_on.iso().c_str(), {{day(first.c_str()), day(first.c_str())}}) ==
          SearchBefore::made);
    CHECK(found(granted_on.iso().c_str(), {{day(before.c_str()), day(before.c_str())}}) ==
          SearchBefore::none);
  }
}
