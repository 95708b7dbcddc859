// How a licence of one's own has been, and who else licenses its holder. Its number is typed, and
// stands in no address.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response do_show_driver_history(const Visit& visit);
http::Response do_show_driver_elsewhere(const Visit& visit);

}  // namespace badgewatch::web
