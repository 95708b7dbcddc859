// A decision as JSON in: the body of POST /v1/decisions, or a row of NDJSON.
#pragma once

#include "core/json_reader.hpp"
#include "domain/decision.hpp"
#include "person/person_json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::api {

struct DecisionRead {
  domain::Decision decision;
  person::Warnings warnings;
};

// Whether `your_reference` must be there: it names a batch's row.
enum class Reference { optional, required };

// Errc::invalid with every wrong field. `may_import`: the key's scope `import` is open, so that
// `first_entered_on` and `imported_from` are taken. There is no free text: section 2(4) of the 2022
// Act leaves no room for a ground or a narrative.
core::Result<DecisionRead> read_decision(const core::Json& body, Reference reference,
                                         core::Date today, bool may_import);

// As it was read: what POST /v1/decisions takes.
std::string decision_text(const domain::Decision& decision);

// Warns at `pointer` of an entry that says too little to be found by: neither a whole date of birth
// nor a number. Everybody of a common name would have to be shown it, so nobody is.
void warn_if_hard_to_find(const person::Person& subject, std::string pointer,
                          person::Warnings& warnings);

// The fields of a decision as they were read, before the rules are looked at.
struct DecisionParts {
  std::optional<domain::DecisionKind> kind;
  std::optional<core::Date> decided_on;
  std::optional<core::Date> effective_on;
  std::optional<core::Date> notified_on;
};

// Fills `decision` with its parts, and adds what import and domain::check_decision have against it.
// A part that could not be read keeps no rule of the others from being looked at.
void conclude_decision(domain::Decision& decision, const DecisionParts& parts, core::Date today,
                       bool may_import, core::Problems& problems);

}  // namespace badgewatch::api
