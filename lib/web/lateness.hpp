// How late duties were done, and how many wait: one's own authority, to the operator all of them.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_lateness(const Visit& visit);
http::Response show_lateness_csv(const Visit& visit);

}  // namespace badgewatch::web
