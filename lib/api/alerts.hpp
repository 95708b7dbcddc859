// GET /v1/alerts and GET /v1/events.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_alerts(Context& context, const Call& call);
http::Response get_events(Context& context, const Call& call);

}  // namespace badgewatch::api
