// What a check answered: hits side by side, what to do next, and what somebody decided about each.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_check(const Visit& visit);
http::Response do_decide_hit(const Visit& visit);

}  // namespace badgewatch::web
