// One concern, for its parties: what was seen, of whom, who has it, what was done, and the forms to
// consider it, hand it on, or say who licenses the person. Reading it takes a second factor shown
// of late.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_concern(const Visit& visit);
http::Response do_concern_change(const Visit& visit);

}  // namespace badgewatch::web
