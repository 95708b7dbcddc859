// GET /livez, /readyz, /metrics, /openapi.json: for machines that watch the register.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_livez();
http::Response get_readyz(Context& context);
http::Response get_metrics(Context& context);
http::Response get_openapi(Context& context);

}  // namespace badgewatch::api
