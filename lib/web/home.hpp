// What needs me today.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_home(const Visit& visit);

}  // namespace badgewatch::web
