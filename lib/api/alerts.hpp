// GET /v1/alerts.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_alerts(Context& context, const Call& call);

}  // namespace badgewatch::api
