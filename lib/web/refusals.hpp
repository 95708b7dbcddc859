// Pages for what cannot be shown: not found, not allowed, not now.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

namespace badgewatch::web {

// The page of a status: 400, 403, 404, 405, 413, 429, 500 or 503, each saying what to do next.
http::Response refusal(const Visit& visit, int status);

// Of an answer that is not good and has no form to be shown at: the sign-in where the session has
// ended, the second factor where one is wanted, else the page of its status.
http::Response refusal(const Visit& visit, const Answer& answer);

}  // namespace badgewatch::web
