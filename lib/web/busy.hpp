// The page for a file that there is no room to work on just now.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response busy_with_files(const Visit& visit);

}  // namespace badgewatch::web
