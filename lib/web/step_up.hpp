// A second factor shown anew, for what asks for one of late.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_step_up(const Visit& visit);
http::Response do_step_up(const Visit& visit);

// The page that asks for it, with what was typed.
http::Response second_factor_wanted(const Visit& visit);

}  // namespace badgewatch::web
