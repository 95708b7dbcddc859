// "Record a decision": what section 2(4) of the 2022 Act puts on the register, and nothing else.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_decision_form(const Visit& visit);
http::Response do_enter_decision(const Visit& visit);

}  // namespace badgewatch::web
