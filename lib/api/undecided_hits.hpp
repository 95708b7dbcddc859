// GET /v1/undecided-hits: hits of the authority's checks that nobody has decided yet.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_undecided_hits(Context& context, const Call& call);

}  // namespace badgewatch::api
