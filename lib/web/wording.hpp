// How days, times and authorities are written on pages.
#pragma once

#include "web/json_view.hpp"
#include "web/visit.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

// "7 March 1984" of 1984-03-07, "March 1984" and "1984" of what is less; the text itself where it
// is no day.
std::string day_text(std::string_view iso);
// "14:03:22 on 23 November 2026 (UK time)" of RFC 3339.
std::string time_text(const std::string& instant);
// Its name; the code itself where nobody has it.
std::string authority_text(const Visit& visit, std::string_view code, std::string_view record = {});

// One name, whole.
std::string name_text(const JsonView& name);
// Every name, on one line each.
std::string names_text(const JsonView& person);
std::string addresses_text(const JsonView& person);

// What was typed in a box of several lines, trimmed, where the API takes one line.
std::string one_line(std::string_view text);

// An id of the API as it stands in the address of a page; empty where it is none.
std::string id_in(const Visit& visit, std::string_view name);

}  // namespace badgewatch::web
