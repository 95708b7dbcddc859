// What an authority, or the register's operator, can be told of how the work is done: each report
// that the role opens, and the runs that most of them come from.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

// Whether any report is open to them.
bool may_read_reports(const Visit& visit);

http::Response show_reports(const Visit& visit);
http::Response do_ask_run(const Visit& visit);

}  // namespace badgewatch::web
