// Help: a page for each task, a tour through the first one, and the API. Open to everybody; it
// holds nothing but the register's own words.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

// Where the help for this visit's page stands.
std::string help_place(const Visit& visit);

http::Response show_help(const Visit& visit);
http::Response show_help_topic(const Visit& visit);
http::Response show_tour(const Visit& visit);

}  // namespace badgewatch::web
