// Concerns that the authority reported or was given, with their clocks; nothing of whom they are
// about.
#pragma once

#include "web/json_view.hpp"
#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_concerns(const Visit& visit);

// What a concern is about, by the letters of section 1, in words.
std::string categories_text(const JsonView& concern);
// The clock that runs for this authority: to consider it, else to share it; empty where none does.
std::string concern_clock(const Visit& visit, const JsonView& concern);
// Where it is: with whom, or that nobody is known who licenses the person.
std::string routing_text(const Visit& visit, const JsonView& concern);

}  // namespace badgewatch::web
