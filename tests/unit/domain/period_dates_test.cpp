// The last day of every period of the reference data: a table of dates that was reckoned with
// another calendar than the register's (Easter by its rule, the extra bank holidays by name).
#include "real_reference.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace badgewatch;
using tests::day;

namespace {

struct Row {
  const char* period;
  const char* from;
  const char* last;
};

// Weekends, Good Friday and Easter Monday (3 and 6 April 2026), Christmas, the Jubilee (2 and 3
// June 2022), the funeral of 19 September 2022, the Coronation (8 May 2023), and leap years.
constexpr Row table[] = {
    {"enter_decision", "2026-11-16", "2026-11-20"},
    {"enter_decision", "2026-11-21", "2026-11-27"},
    {"enter_decision", "2026-04-02", "2026-04-10"},
    {"enter_decision", "2026-12-25", "2027-01-05"},
    {"enter_decision", "2022-06-01", "2022-06-09"},
    {"enter_decision", "2023-05-05", "2023-05-12"},
    {"enter_decision", "2024-02-28", "2024-03-05"},
    {"answer_disclosure", "2025-12-24", "2026-01-23"},
    {"answer_disclosure", "2026-08-29", "2026-09-28"},
    {"answer_disclosure", "2026-03-16", "2026-04-14"},
    {"share_concern", "2026-03-27", "2026-04-13"},
    {"share_concern", "2026-12-21", "2027-01-06"},
    {"share_concern", "2022-09-09", "2022-09-23"},
    {"consider_concern", "2026-11-02", "2026-11-27"},
    {"consider_concern", "2026-12-14", "2027-01-13"},
    {"consider_concern", "2024-02-19", "2024-03-15"},
    {"retain_entry", "2023-04-27", "2034-04-26"},
    {"retain_entry", "2024-02-29", "2035-02-28"},
    {"retain_entry", "2025-03-01", "2036-02-29"},
    {"retain_entry", "2026-01-01", "2036-12-31"},
    {"subject_request_answer", "2026-01-31", "2026-03-02"},
    {"subject_request_answer", "2024-01-31", "2024-02-29"},
    {"subject_request_answer", "2026-12-15", "2027-01-15"},
    {"subject_request_answer", "2026-11-25", "2026-12-29"},
    {"extend_answer", "2026-01-31", "2026-03-31"},
    {"extend_answer", "2025-12-31", "2026-03-02"},
    {"extend_answer", "2026-10-25", "2026-12-29"},
    {"appeal_magistrates", "2026-12-10", "2026-12-31"},
    {"appeal_magistrates", "2024-02-15", "2024-03-07"},
    {"appeal_magistrates", "2026-03-20", "2026-04-10"},
    {"watch_check_subject", "2026-08-31", "2027-02-28"},
    {"watch_check_subject", "2023-08-31", "2024-02-29"},
    {"watch_check_subject", "2026-11-27", "2027-05-27"},
    {"replay_window", "2024-02-29", "2025-02-28"},
    {"replay_window", "2026-11-27", "2027-11-27"},
    {"replay_window", "2023-02-28", "2024-02-28"},
    {"idempotency_answer", "2026-12-25", "2027-01-01"},
    {"idempotency_answer", "2024-02-25", "2024-03-03"},
    {"acknowledge_alert", "2026-12-24", "2026-12-29"},
    {"acknowledge_alert", "2026-12-25", "2026-12-30"},
    {"acknowledge_alert", "2026-11-27", "2026-11-30"},
    {"review_concern", "2026-12-14", "2027-01-13"},
    {"review_concern", "2026-11-28", "2026-12-29"},
    {"review_concern", "2022-05-31", "2022-06-29"},
    {"retain_concern", "2026-11-27", "2037-11-26"},
    {"retain_concern", "2024-02-29", "2035-02-28"},
    {"retain_concern", "2024-03-01", "2035-02-28"},
    {"retain_case_outcome", "2026-11-24", "2037-11-23"},
    {"retain_case_outcome", "2024-02-29", "2035-02-28"},
    {"search_before_grant", "2026-08-31", "2027-02-28"},
    {"search_before_grant", "2026-11-30", "2027-05-30"},
    {"search_before_grant", "2023-08-30", "2024-02-29"},
    {"contact_review", "2024-02-29", "2025-02-28"},
    {"contact_review", "2026-11-27", "2027-11-27"},
    {"remind_of_duty", "2026-12-23", "2026-12-29"},
    {"remind_of_duty", "2026-04-01", "2026-04-07"},
    {"remind_of_duty", "2026-11-27", "2026-12-01"},
    {"escalate_duty", "2026-12-24", "2026-12-29"},
    {"escalate_duty", "2026-04-02", "2026-04-07"},
    {"escalate_duty", "2026-11-28", "2026-12-01"},
};

}  // namespace

TEST_CASE("Every period of the reference data ends on the days of a table") {
  const auto periods = tests::real_periods();
  const auto calendar = tests::real_calendar();
  std::map<std::string, int> seen;
  for (const auto& row : table) {
    INFO(row.period << " from " << row.from);
    const auto* period = periods.in_force(row.period, day(row.from));
    REQUIRE(period != nullptr);
    CHECK(domain::last_day_of(*period, day(row.from), calendar).iso() == row.last);
    ++seen[row.period];
  }
  // One that is new has its dates here too.
  for (const auto& period : periods.all()) {
    INFO(period.name);
    CHECK(seen[period.name] >= 2);
  }
}
