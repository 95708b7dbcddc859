// Holds: GET /v1/holds, POST /v1/holds/{id}/release.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_holds(Context& context, const Call& call);
http::Response post_hold_release(Context& context, const Call& call);

}  // namespace badgewatch::api
