// Disclosure requests: those that the authority has to answer, and those that it asked.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_requests(const Visit& visit);

}  // namespace badgewatch::web
