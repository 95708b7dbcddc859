// POST /v1/decisions/{id}/changes: an entry through its life.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_decision_change(Context& context, const Call& call);

}  // namespace badgewatch::api
