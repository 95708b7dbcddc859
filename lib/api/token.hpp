// POST /v1/token: OAuth 2.0 client credentials (RFC 6749 section 4.4) with private_key_jwt (RFC
// 7523).
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_token(Context& context, const http::Request& request);

}  // namespace badgewatch::api
