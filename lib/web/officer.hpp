// One officer of one's authority: their roles, and the beginning and end of their account.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <string>

namespace badgewatch::web {

http::Response show_officer(const Visit& visit);
http::Response do_set_roles(const Visit& visit);
http::Response do_invite_again(const Visit& visit);
http::Response do_enable_officer(const Visit& visit);
http::Response do_sign_officer_out(const Visit& visit);
http::Response do_disable_officer(const Visit& visit);

// The page that shows an invitation, once, of an answer that bears one.
http::Response invitation_page(const Visit& visit, const Answer& officer);
// "In use", "Invited until ...", "Disabled since ...".
std::string officer_state_text(const Visit& visit, const JsonView& officer);

}  // namespace badgewatch::web
