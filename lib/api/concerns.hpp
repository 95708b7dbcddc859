// POST and GET /v1/concerns, GET /v1/concerns/{id}, POST /v1/concerns/{id}/changes, GET
// /v1/reports/concerns.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_concern(Context& context, const Call& call);
http::Response get_concerns(Context& context, const Call& call);
http::Response get_concern(Context& context, const Call& call);
http::Response post_concern_change(Context& context, const Call& call);
http::Response get_concern_report(Context& context, const Call& call);

}  // namespace badgewatch::api
