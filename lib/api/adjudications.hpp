// POST /v1/checks/{id}/hits/{hit_id}/adjudication.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_adjudication(Context& context, const Call& call);

}  // namespace badgewatch::api
