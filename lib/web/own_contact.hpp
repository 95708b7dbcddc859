// How other authorities ask one's own for more, and that it still holds: once a year.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_own_contact(const Visit& visit);
http::Response do_say_contact(const Visit& visit);

}  // namespace badgewatch::web
