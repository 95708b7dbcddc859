// One alert: what happened, whom to ask, what was done about it, and what may be done.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_alert(const Visit& visit);
http::Response do_alert_change(const Visit& visit);

}  // namespace badgewatch::web
