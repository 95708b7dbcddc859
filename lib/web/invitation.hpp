// An invitation taken up: a password, an authenticator app, and recovery codes, by whoever was
// invited and is nobody yet. What was given is typed, and stands in no address.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_invitation(const Visit& visit);
http::Response do_take_invitation(const Visit& visit);
http::Response do_confirm_invitation(const Visit& visit);

}  // namespace badgewatch::web
