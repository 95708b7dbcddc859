// What became of the application that a check was made for: section 3 of the 2022 Act has an
// authority search, and have regard to what it finds, before it decides. Nothing is refused because
// it was done otherwise: what was done is recorded, so that it can be found.
#pragma once

#include "core/date.hpp"
#include "core/error.hpp"
#include "core/result.hpp"
#include "core/working_days.hpp"
#include "domain/check.hpp"
#include "domain/periods.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class CaseResult { granted, renewed, refused, withdrawn };

inline constexpr std::array case_results{CaseResult::granted, CaseResult::renewed,
                                         CaseResult::refused, CaseResult::withdrawn};

std::string_view name_of(CaseResult value);
std::optional<CaseResult> case_result_named(std::string_view name);

constexpr bool is_grant(CaseResult value) {
  return value == CaseResult::granted || value == CaseResult::renewed;
}

struct CaseOutcome {
  CaseResult result = CaseResult::granted;
  core::Date decided_on;
  std::string licence_number;  // empty: not said; a grant without one is not found by its licence
  std::string reason;          // empty: not said
};

// Every field that is wrong. `undecided`: hits of the check of which nobody has said whose they
// are; a grant against them is taken with a reason alone.
std::vector<core::FieldProblem> check_case_outcome(const CaseOutcome& outcome,
                                                   std::size_t undecided, core::Date today);

// Errc::conflict for a check that was made for no application.
core::Result<void> check_purpose(Purpose purpose);

// What an alert says of the case of an earlier check: "undecided" until something was recorded,
// "already_granted" once a licence is there, else the result.
std::string_view case_in_words(const std::optional<CaseResult>& result);

// How a licence that began on a day stands to the search before it.
enum class SearchBefore {
  made,      // recorded for this licence, on that day or within the period before it
  too_late,  // recorded, but made after the licence had begun
  none,      // nothing is recorded for this grant
};
std::string_view name_of(SearchBefore value);

// A grant as it was recorded for a licence: when its check was made.
struct RecordedSearch {
  core::Date searched_on;
  core::Date decided_on;
};

// `period`: how long before a licence begins a search was made for it.
SearchBefore search_before(core::Date granted_on, const std::vector<RecordedSearch>& recorded,
                           const Period& period, const core::WorkingDays& calendar);

// Of what was searched and decided before that day, nothing is for a licence that began on
// `granted_on` or later, whichever period `search_before_grant` is in force by then.
core::Date searches_count_since(core::Date granted_on, const Periods& periods,
                                const core::WorkingDays& calendar);

}  // namespace badgewatch::domain
