// The addresses to which an authority's events are sent.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_webhooks(const Visit& visit);
http::Response show_webhook_form(const Visit& visit);
http::Response do_add_webhook(const Visit& visit);

}  // namespace badgewatch::web
