// GET /v1/decisions and GET /v1/checks: own entries and searches, newest first.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_decisions(Context& context, const Call& call);
// One's own; a supervisor's whole authority where that is asked for.
http::Response get_checks(Context& context, const Call& call);

}  // namespace badgewatch::api
