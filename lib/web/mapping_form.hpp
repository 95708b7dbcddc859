// An authority's own column mapping is made out of the heading row of its file, or changed.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

// First the heading row, pasted or in a file; then what each heading is.
http::Response show_heading_row(const Visit& visit);
http::Response do_read_heading_row(const Visit& visit);
http::Response do_make_mapping(const Visit& visit);
http::Response show_mapping_change(const Visit& visit);
http::Response do_change_mapping(const Visit& visit);

}  // namespace badgewatch::web
