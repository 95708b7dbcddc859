// A check: who asked about whom and why, and what the register answered.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/error.hpp"
#include "core/uuid.hpp"
#include "domain/decision.hpp"
#include "person/person.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class Purpose { new_application, renewal, in_term, investigation, subject_request };
enum class Outcome { no_match, possible_match, match, indeterminate };

std::string_view name_of(Purpose value);
std::string_view name_of(Outcome value);
std::optional<Purpose> purpose_named(std::string_view name);

struct CheckRequest {
  std::string case_reference;
  Purpose purpose = Purpose::new_application;
  person::Person subject;
  // What is usable but looks wrong in it: pointer and sentence.
  std::vector<core::FieldProblem> warnings;
};

}  // namespace badgewatch::domain
