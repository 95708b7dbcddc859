#include "api/decision_json.hpp"

#include "core/json_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace badgewatch::api {
namespace {

constexpr std::size_t longest_reference = 60;

constexpr std::string_view must_rely =
    "must be true: only a decision that relied wholly or partly on relevant information is entered "
    "(section 2(1) of the 2022 Act)";

bool has_problem_at(const core::Problems& problems, std::string_view pointer) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const core::FieldProblem& one) { return one.pointer == pointer; });
}

void check_import(const domain::Decision& decision, bool may_import, core::Problems& problems) {
  if (!may_import) {
    constexpr std::string_view closed =
        "may only be given under a key whose scope import an operator has opened";
    if (decision.first_entered_on) problems.push_back({"/first_entered_on", std::string(closed)});
    if (!decision.imported_from.empty()) {
      problems.push_back({"/imported_from", std::string(closed)});
    }
  } else if (!decision.imported_from.empty() && !decision.first_entered_on &&
             !has_problem_at(problems, "/first_entered_on")) {
    problems.push_back({"/first_entered_on", "is required where imported_from is given"});
  }
}

}  // namespace

void conclude_decision(domain::Decision& decision, const DecisionParts& parts, core::Date today,
                       bool may_import, core::Problems& problems) {
  if (!decision.relies_on_relevant_information &&
      !has_problem_at(problems, "/relies_on_relevant_information")) {
    problems.push_back({"/relies_on_relevant_information", std::string(must_rely)});
  }
  check_import(decision, may_import, problems);
  // A part that could not be read has its own problem; what stands in for it breaks no rule, so
  // that the rules of the others are still checked.
  decision.kind = parts.kind.value_or(domain::DecisionKind::suspension);
  decision.decided_on = parts.decided_on.value_or(core::Date());
  decision.effective_on = parts.effective_on.value_or(core::Date());
  decision.notified_on = parts.notified_on.value_or(core::Date());
  for (core::FieldProblem& rule : domain::check_decision(decision, today)) {
    if (!has_problem_at(problems, rule.pointer)) problems.push_back(std::move(rule));
  }
}

void warn_if_hard_to_find(const person::Person& subject, std::string pointer,
                          person::Warnings& warnings) {
  const bool whole_date = subject.date_of_birth && subject.date_of_birth->day != 0;
  const bool number = !subject.national_insurance_number.empty() ||
                      (subject.driving_licence && !subject.driving_licence->number.empty());
  if (whole_date || number) return;
  warnings.push_back({std::move(pointer),
                      "With neither a whole date of birth nor an NI number or driving licence "
                      "number, this entry will hardly be found under a common name."});
}

core::Result<DecisionRead> read_decision(const core::Json& body, Reference reference,
                                         core::Date today, bool may_import) {
  using domain::DecisionKind;
  constexpr std::array kinds = {DecisionKind::refusal,
                                DecisionKind::refusal_to_renew,
                                DecisionKind::suspension,
                                DecisionKind::revocation,
                                DecisionKind::interim_suspension,
                                DecisionKind::out_of_area_suspension,
                                DecisionKind::surrendered_under_investigation};
  core::Problems problems;
  core::JsonReader reader(body, "", problems);
  if (!reader.is_object()) return core::invalid_fields(std::move(problems));
  DecisionRead out;
  domain::Decision& decision = out.decision;
  DecisionParts parts;
  const auto kind = reader.choice(
      "kind", {"refusal", "refusal_to_renew", "suspension", "revocation", "interim_suspension",
               "out_of_area_suspension", "surrendered_under_investigation"});
  if (kind) parts.kind = kinds.at(*kind);
  parts.decided_on = reader.date("decided_on");
  parts.effective_on = reader.date("effective_on");
  parts.notified_on = reader.date("notified_on");
  decision.suspension_ends_on = reader.optional_date("suspension_ends_on");
  decision.relies_on_relevant_information =
      reader.optional_boolean("relies_on_relevant_information").value_or(false);
  decision.your_reference =
      reference == Reference::required
          ? reader.string("your_reference", longest_reference)
          : reader.optional_string("your_reference", longest_reference).value_or("");
  decision.first_entered_on = reader.optional_date("first_entered_on");
  decision.imported_from = reader.optional_string("imported_from", longest_reference).value_or("");
  if (const core::Json* subject = reader.required_member("subject")) {
    decision.subject = person::read_person(*subject, "/subject", person::Reading::strict, today,
                                           problems, out.warnings);
    warn_if_hard_to_find(decision.subject, "/subject", out.warnings);
  }
  reader.finish();
  conclude_decision(decision, parts, today, may_import, problems);
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return out;
}

std::string decision_text(const domain::Decision& decision) {
  core::JsonWriter out;
  out.begin_object().member("kind", domain::name_of(decision.kind));
  out.member("decided_on", decision.decided_on.iso());
  out.member("effective_on", decision.effective_on.iso());
  out.member("notified_on", decision.notified_on.iso());
  if (decision.suspension_ends_on)
    out.member("suspension_ends_on", decision.suspension_ends_on->iso());
  out.member("relies_on_relevant_information", decision.relies_on_relevant_information);
  if (decision.first_entered_on) out.member("first_entered_on", decision.first_entered_on->iso());
  if (!decision.imported_from.empty()) out.member("imported_from", decision.imported_from);
  out.key("subject");
  person::write_person(out, decision.subject);
  out.member("your_reference", decision.your_reference);
  return std::move(out.end_object()).take();
}

}  // namespace badgewatch::api
