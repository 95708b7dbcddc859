// Runs that compared the whole nation anew: asking for one, how far it is, and what it found.
#pragma once

#include "web/page.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

// The newest first, each leading to its page.
Table runs_table(const JsonView& runs);

http::Response show_run(const Visit& visit);
http::Response show_run_csv(const Visit& visit);

}  // namespace badgewatch::web
