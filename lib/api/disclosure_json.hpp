// Disclosure requests as JSON.
#pragma once

#include "core/date.hpp"
#include "core/json_writer.hpp"
#include "ports/disclosures.hpp"

#include <string_view>

namespace badgewatch::api {

// As `authority`, a party to it, may see it. `today` says whether an answer is overdue.
void write_disclosure(core::JsonWriter& out, const ports::DisclosureRequest& request,
                      std::string_view authority, core::Date today);
// The same with everything that was said, and what has happened to the entry since.
std::string disclosure_json(const ports::DisclosureRequest& request, std::string_view authority,
                            core::Date today);

}  // namespace badgewatch::api
