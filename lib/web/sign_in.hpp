// Signing in and out: username, password and code on one page, so that nothing tells which of them
// was wrong; and the same page where a session has ended, with what was typed.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_sign_in(const Visit& visit);
http::Response do_sign_in(const Visit& visit);
http::Response do_sign_out(const Visit& visit);

// Who is asked to sign in comes back to where they were: an address by GET is gone to, a form is
// kept.
http::Response session_ended(const Visit& visit);

}  // namespace badgewatch::web
