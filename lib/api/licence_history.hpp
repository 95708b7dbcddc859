// How one's own licence has been, and who else licenses its holder.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// GET /v1/licences/{licence_number}/history
http::Response get_licence_history(Context& context, const Call& call);
// GET /v1/licences/{licence_number}/elsewhere
http::Response get_licence_elsewhere(Context& context, const Call& call);

}  // namespace badgewatch::api
