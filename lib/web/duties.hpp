// What the authority has to do, and by when: the list of all of it, and its most urgent lines for
// home.
#pragma once

#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/page.hpp"

#include <string_view>

namespace badgewatch::web {

inline constexpr std::string_view duties_place = "/duties";

// In the order of the API: the most urgent first.
Table duties_table(const Visit& visit, std::string_view caption, const JsonView& duties);

http::Response show_duties(const Visit& visit);

}  // namespace badgewatch::web
