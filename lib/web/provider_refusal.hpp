// The way to an identity provider and back, where it leads nowhere: the API says so in JSON, which
// is nothing to read for who came with a browser.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

// Whether a browser is on that way.
bool is_on_way_to_provider(const http::RequestHead& head);

// The page that says what `answer`, of the API, says. Its cookies, and when to
// come again, go with it.
http::Response show_provider_refusal(const Visit& visit, const http::Response& answer);

}  // namespace badgewatch::web
