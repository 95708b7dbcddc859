// How an entry of one's own is written on pages: its state, and what happened to it.
#pragma once

#include "web/components.hpp"
#include "web/json_view.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// The classes of the tag for a state.
std::string_view entry_state_tag(std::string_view state);

// What happened to an entry, oldest first; only behind `after`, where one is given.
Table history_table(const JsonView& history, std::int64_t after = 0);

// What it says of a JSON Pointer into a decision: "Date of birth".
std::string field_text(std::string_view pointer);

}  // namespace badgewatch::web
