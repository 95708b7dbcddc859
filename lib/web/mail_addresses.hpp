// The mailboxes to which an authority's alerts are told.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_mail_addresses(const Visit& visit);
http::Response show_mail_address_form(const Visit& visit);
http::Response do_add_mail_address(const Visit& visit);

}  // namespace badgewatch::web
