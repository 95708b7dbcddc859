// "Our decisions": what the authority has entered, newest first, and looked up by a name or a
// reference.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_decisions(const Visit& visit);
// By what was typed, which stands in no address.
http::Response do_look_up_decisions(const Visit& visit);

}  // namespace badgewatch::web
