// How the register stands, for who runs it, and the authorities that it knows.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// GET /v1/register
http::Response get_register(Context& context, const Call& call);
// GET /v1/authorities
http::Response get_authorities(Context& context, const Call& call);

}  // namespace badgewatch::api
