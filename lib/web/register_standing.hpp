// How the register stands, for who runs it.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_register(const Visit& visit);
http::Response show_authorities(const Visit& visit);

}  // namespace badgewatch::web
