// API keys of an authority's systems: made, shown once, and ended.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_keys(const Visit& visit);
http::Response show_key_form(const Visit& visit);
// The key is in this page and in no other.
http::Response do_make_key(const Visit& visit);
http::Response show_key(const Visit& visit);
http::Response do_revoke_key(const Visit& visit);

}  // namespace badgewatch::web
