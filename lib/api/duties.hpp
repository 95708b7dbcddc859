// GET /v1/duties, GET /v1/reports/lateness.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_duties(Context& context, const Call& call);
// POST /v1/duties/{id}/clock
http::Response post_duty_clock(Context& context, const Call& call);
http::Response get_lateness(Context& context, const Call& call);

}  // namespace badgewatch::api
