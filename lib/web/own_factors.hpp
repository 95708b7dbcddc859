// Whoever has an account of the register's own changes what they prove themselves with: their
// password, their authenticator app, their recovery codes. Behind a second factor shown of late.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_own_password(const Visit& visit);
http::Response do_change_password(const Visit& visit);
http::Response show_own_app(const Visit& visit);
http::Response do_propose_app(const Visit& visit);
http::Response do_confirm_app(const Visit& visit);
http::Response show_own_codes(const Visit& visit);
http::Response do_make_codes(const Visit& visit);

}  // namespace badgewatch::web
