// One change of an entry of one's own: only what the register says may happen to it as it stands.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_decision_change(const Visit& visit);
http::Response do_change_decision(const Visit& visit);

}  // namespace badgewatch::web
