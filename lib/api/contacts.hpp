// How one's own authority is asked for more.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// GET /v1/contact
http::Response get_contact(Context& context, const Call& call);
// PUT /v1/contact
http::Response put_contact(Context& context, const Call& call);

}  // namespace badgewatch::api
