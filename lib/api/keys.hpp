// /v1/keys: an authority's API keys.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_keys(Context& context, const Call& call);
http::Response post_key(Context& context, const Call& call);
http::Response delete_key(Context& context, const Call& call);

}  // namespace badgewatch::api
