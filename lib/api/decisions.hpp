// POST /v1/decisions, GET /v1/decisions/{id}, POST /v1/decisions/batch.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_decision(Context& context, const Call& call);
http::Response get_decision(Context& context, const Call& call);

}  // namespace badgewatch::api
