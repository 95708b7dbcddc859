// OAuth clients of an authority's systems: registered by their public keys, and ended.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_clients(const Visit& visit);
http::Response show_client_form(const Visit& visit);
http::Response do_register_client(const Visit& visit);
http::Response show_client(const Visit& visit);
http::Response do_replace_client_keys(const Visit& visit);
http::Response do_end_client(const Visit& visit);

}  // namespace badgewatch::web
