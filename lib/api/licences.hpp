// PUT and GET /v1/licences/{licence_number}, POST /v1/licences/batch.
#pragma once

#include "api/context.hpp"

#include <memory>
#include <variant>

namespace badgewatch::api {

http::Response put_licence(Context& context, const Call& call);
http::Response get_licence(Context& context, const Call& call);

}  // namespace badgewatch::api
