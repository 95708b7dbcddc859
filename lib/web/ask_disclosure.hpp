// Asking the recording authority about a hit, in writing (section 3 of the 2022 Act).
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_ask_disclosure(const Visit& visit);
http::Response do_ask_disclosure(const Visit& visit);

}  // namespace badgewatch::web
