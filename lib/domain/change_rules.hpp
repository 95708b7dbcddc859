// What a change of an entry says, and what must be true of it before anybody asks whether it may
// happen in the entry's state (entry_life.hpp).
#pragma once

#include "domain/entry_life.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

// What is to stand in the entry instead; what is left out stays.
struct Amendment {
  std::optional<core::Date> decided_on;
  std::optional<core::Date> effective_on;
  std::optional<core::Date> suspension_ends_on;
  std::optional<person::Person> subject;

  bool is_empty() const { return !decided_on && !effective_on && !suspension_ends_on && !subject; }
  friend bool operator==(const Amendment&, const Amendment&) = default;
};

Decision amended(Decision decision, const Amendment& amendment);
// The JSON Pointers of what it would change, into the decision.
std::vector<std::string> changed_fields(const Decision& decision, const Amendment& amendment);
// Whom the entry is about: any other word of the subject can make it miss somebody.
bool corrects_identity(const Decision& decision, const Amendment& amendment);

// Where the change itself does not say all: what the Act has told to everybody who was answered is
// the change and its reason, section 3(4).
bool needs_reason(EntryChange change);

// Something that happened to the entry before, as its history shows it.
struct PastChange {
  std::string_view change;  // "entered", "appeal_lodged", ...
  core::Date on;
};

// Dates that are in the future, out of order with the decision (pointers into the decision as it is
// shown), or out of order with what must have come before; each with both pointers.
std::vector<core::FieldProblem> check_change(EntryChange change, core::Date on,
                                             const Amendment& amendment, const Decision& decision,
                                             std::span<const PastChange> history, core::Date today);

}  // namespace badgewatch::domain
