#include "domain/change_rules.hpp"

#include <algorithm>
#include <initializer_list>

namespace badgewatch::domain {

namespace {

// What a change answers to, the last of which it cannot come before.
std::initializer_list<std::string_view> answered_by(EntryChange change) {
  static constexpr auto lodged = {std::string_view("appeal_lodged")};
  static constexpr auto settled = {std::string_view("appeal_dismissed"),
                                   std::string_view("reinstate")};
  static constexpr auto removed = {std::string_view("remove"), std::string_view("appeal_allowed")};
  static constexpr auto proposed = {std::string_view("remove"), std::string_view("amend")};
  static constexpr auto marked = {std::string_view("disputed")};
  switch (change) {
    case EntryChange::appeal_allowed:
    case EntryChange::appeal_dismissed:
      return lodged;
    case EntryChange::appeal_lodged:
      return settled;
    case EntryChange::reinstate:
      return removed;
    case EntryChange::withdraw:
      return proposed;
    case EntryChange::amend:
    case EntryChange::lift:
    case EntryChange::later_grant:
    case EntryChange::remove:
    case EntryChange::disputed:
      break;
    case EntryChange::dispute_lifted:
      return marked;
  }
  return {};
}

void check_order(EntryChange change, core::Date on, std::span<const PastChange> history,
                 std::vector<core::FieldProblem>& problems) {
  const auto before = answered_by(change);
  for (std::size_t i = history.size(); i > 0; --i) {
    const auto& past = history[i - 1];
    if (std::find(before.begin(), before.end(), past.change) == before.end()) continue;
    if (past.on <= on) return;
    problems.push_back(
        {"/on", "is before what it follows: " + std::string(past.change) + " on " + past.on.iso()});
    problems.push_back(
        {"/history/" + std::to_string(i - 1) + "/on", "is behind the day of this change"});
    return;
  }
}

void check_dates(const Decision& decision, core::Date today,
                 std::vector<core::FieldProblem>& problems) {
  if (today < decision.decided_on) problems.push_back({"/decided_on", "is in the future"});
  if (!decision.suspension_ends_on) return;
  if (!is_suspension(decision.kind)) {
    problems.push_back({"/suspension_ends_on", "belongs to a suspension only"});
  } else if (*decision.suspension_ends_on < decision.effective_on) {
    problems.push_back(
        {"/suspension_ends_on",
         "is before the day on which the suspension takes effect, " + decision.effective_on.iso()});
    problems.push_back({"/effective_on", "is behind the end of the suspension"});
  }
}

}  // namespace

Decision amended(Decision decision, const Amendment& amendment) {
  if (amendment.decided_on) decision.decided_on = *amendment.decided_on;
  if (amendment.effective_on) decision.effective_on = *amendment.effective_on;
  if (amendment.suspension_ends_on) decision.suspension_ends_on = amendment.suspension_ends_on;
  if (amendment.subject) decision.subject = *amendment.subject;
  return decision;
}

std::vector<std::string> changed_fields(const Decision& decision, const Amendment& amendment) {
  const auto then = amended(decision, amendment);
  std::vector<std::string> fields;
  if (then.decided_on != decision.decided_on) fields.emplace_back("/decided_on");
  if (then.effective_on != decision.effective_on) fields.emplace_back("/effective_on");
  if (then.suspension_ends_on != decision.suspension_ends_on)
    fields.emplace_back("/suspension_ends_on");
  if (then.subject != decision.subject) fields.emplace_back("/subject");
  return fields;
}

bool corrects_identity(const Decision& decision, const Amendment& amendment) {
  return amendment.subject && *amendment.subject != decision.subject;
}

bool needs_reason(EntryChange change) {
  return change != EntryChange::appeal_lodged && change != EntryChange::later_grant;
}

std::vector<core::FieldProblem> check_change(EntryChange change, core::Date on,
                                             const Amendment& amendment, const Decision& decision,
                                             std::span<const PastChange> history,
                                             core::Date today) {
  std::vector<core::FieldProblem> problems;
  const auto then = amended(decision, amendment);
  if (today < on) problems.push_back({"/on", "is in the future"});
  if (on < then.decided_on) {
    problems.push_back({"/on", "is before the day of the decision, " + then.decided_on.iso()});
    problems.push_back({"/decided_on", "is behind the day of this change"});
  }
  check_order(change, on, history, problems);
  if (change == EntryChange::amend) check_dates(then, today, problems);
  return problems;
}

}  // namespace badgewatch::domain
