// A whole roster held against the register: what differs is shown first, and done by a second step
// that says what it does.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_roster_form(const Visit& visit);
http::Response do_compare_roster(const Visit& visit);
http::Response show_roster(const Visit& visit);
http::Response do_apply_roster(const Visit& visit);

}  // namespace badgewatch::web
