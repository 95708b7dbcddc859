// "Check an applicant": who is this person to us?
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_check_form(const Visit& visit);
// Asks, or fills the boxes from a pasted row where that is what was pressed.
http::Response do_check(const Visit& visit);

}  // namespace badgewatch::web
