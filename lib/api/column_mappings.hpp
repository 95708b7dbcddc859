// Which column mappings an upload of licences may name.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// GET /v1/column-mappings
http::Response get_column_mappings(Context& context, const Call& call);

}  // namespace badgewatch::api
