// Rectification requests: UK GDPR article 16.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// POST /v1/rectification-requests
http::Response post_rectification(Context& context, const Call& call);
// GET /v1/rectification-requests
http::Response get_rectifications(Context& context, const Call& call);
// GET /v1/rectification-requests/{id}
http::Response get_rectification(Context& context, const Call& call);
// POST /v1/rectification-requests/{id}/answer
http::Response post_rectification_answer(Context& context, const Call& call);
// POST /v1/rectification-requests/{id}/extension
http::Response post_rectification_extension(Context& context, const Call& call);
// POST /v1/rectification-requests/{id}/withdrawal
http::Response post_rectification_withdrawal(Context& context, const Call& call);

}  // namespace badgewatch::api
