#include "domain/case_outcome.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<CaseResult, 4> results{{{CaseResult::granted, "granted"},
                                        {CaseResult::renewed, "renewed"},
                                        {CaseResult::refused, "refused"},
                                        {CaseResult::withdrawn, "withdrawn"}}};

constexpr Names<SearchBefore, 3> searches{{{SearchBefore::made, "made"},
                                           {SearchBefore::too_late, "searched_after"},
                                           {SearchBefore::none, "no_outcome"}}};

}  // namespace

std::string_view name_of(CaseResult value) {
  return name_in(results, value);
}
std::optional<CaseResult> case_result_named(std::string_view name) {
  return named_in(results, name);
}
std::string_view name_of(SearchBefore value) {
  return name_in(searches, value);
}

std::vector<core::FieldProblem> check_case_outcome(const CaseOutcome& outcome,
                                                   std::size_t undecided, core::Date today) {
  std::vector<core::FieldProblem> problems;
  if (today < outcome.decided_on) problems.push_back({"/decided_on", "is in the future"});
  if (is_grant(outcome.result) && undecided > 0 && outcome.reason.empty())
    problems.push_back({"/reason", "is required: of " + std::to_string(undecided) +
                                       (undecided == 1 ? " hit" : " hits") +
                                       " of the check nobody has decided whose they are"});
  if (!is_grant(outcome.result) && !outcome.licence_number.empty())
    problems.push_back({"/licence_number", "belongs to a grant or a renewal"});
  return problems;
}

core::Result<void> check_purpose(Purpose purpose) {
  if (purpose == Purpose::new_application || purpose == Purpose::renewal) return {};
  return core::Error(core::Errc::conflict, "This check was made for the purpose `" +
                                               std::string(name_of(purpose)) +
                                               "`: no application is decided on it.");
}

std::string_view case_in_words(const std::optional<CaseResult>& result) {
  if (!result) return "undecided";
  return is_grant(*result) ? "already_granted" : name_of(*result);
}

// A search for an earlier grant of the same licence says nothing about this one.
SearchBefore search_before(core::Date granted_on, const std::vector<RecordedSearch>& recorded,
                           const Period& period, const core::WorkingDays& calendar) {
  auto found = SearchBefore::none;
  for (const auto& one : recorded) {
    const bool is_for_this = granted_on <= last_day_of(period, one.searched_on, calendar) ||
                             granted_on <= one.decided_on;
    if (!is_for_this) continue;
    if (one.searched_on <= granted_on) return SearchBefore::made;
    found = SearchBefore::too_late;
  }
  return found;
}

core::Date searches_count_since(core::Date granted_on, const Periods& periods,
                                const core::WorkingDays& calendar) {
  auto since = granted_on;
  for (const auto& period : periods.all())
    if (period.name == "search_before_grant")
      while (granted_on <= last_day_of(period, since.plus_days(-1), calendar))
        since = since.plus_days(-1);
  return since;
}

}  // namespace badgewatch::domain
