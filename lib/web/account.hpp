// Where somebody is signed in, and signing out there: a browser that was left open, or that is none
// of theirs.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_account(const Visit& visit);
http::Response do_end_session(const Visit& visit);

}  // namespace badgewatch::web
