// /v1/clients: an authority's OAuth clients and their public keys.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_clients(Context& context, const Call& call);
http::Response post_client(Context& context, const Call& call);
http::Response get_client(Context& context, const Call& call);
http::Response put_client_jwks(Context& context, const Call& call);
http::Response delete_client(Context& context, const Call& call);

}  // namespace badgewatch::api
