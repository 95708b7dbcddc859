// A file of applicants, checked one by one: what was found first, all of it to be kept as a file.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_check_many(const Visit& visit);
http::Response do_check_many(const Visit& visit);
// The results that the page holds, as a file: nothing is searched again, and nothing is kept.
http::Response do_download_results(const Visit& visit);

}  // namespace badgewatch::web
