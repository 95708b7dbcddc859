// What a key and a client of an authority's systems have in common: what they may do, and from
// where.
#pragma once

#include "core/json_writer.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/json_view.hpp"
#include "web/visit.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

// Boxes for `name`, `scopes` and `networks`, with what was typed.
std::vector<Part> credential_fields(const Visit& visit, const FormErrors& errors);
// As members of an object.
void write_credential(core::JsonWriter& out, const Visit& visit);
std::vector<FieldPlace> credential_places();

// Everything that is known of one that is kept.
SummaryList credential_facts(const JsonView& credential);
std::string credential_state(const JsonView& credential);
// One row for each: name, what they may do, when they were last used, and how they stand.
Table credential_table(std::string_view caption, const core::JsonArray& all,
                       const std::string& place);

}  // namespace badgewatch::web
