// "Our drivers": a licence of one's own looked up by its number, with what the register has found
// about it. The number stands in no address.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_drivers(const Visit& visit);
http::Response do_look_up_driver(const Visit& visit);

}  // namespace badgewatch::web
