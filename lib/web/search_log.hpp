// Searches that were made: one's own, and for who supervises them those of the whole authority.
// Never who was searched: that is told where a search is opened, which is noted.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_search_log(const Visit& visit);

}  // namespace badgewatch::web
