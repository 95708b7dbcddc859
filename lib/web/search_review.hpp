// What a supervisor looks at: searches that stand out, and a random sample of each week, each to be
// held against the case file.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_search_review(const Visit& visit);
// Of a flag or of a search of the sample, by what the address says.
http::Response do_review_search(const Visit& visit);

}  // namespace badgewatch::web
