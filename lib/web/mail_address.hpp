// One mailbox to which alerts are told: whether it was confirmed, what it is told, and what was
// sent.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <string>

namespace badgewatch::web {

http::Response show_mail_address(const Visit& visit);
http::Response do_confirm_mail_address(const Visit& visit);
http::Response do_send_mail_code(const Visit& visit);
http::Response do_test_mail_address(const Visit& visit);
http::Response do_set_mail_address(const Visit& visit);
http::Response do_set_mail_state(const Visit& visit);
http::Response do_remove_mail_address(const Visit& visit);

std::string mail_state_text(const JsonView& address);
Part mail_mode_radios(const std::string& chosen, const std::string& error);

}  // namespace badgewatch::web
