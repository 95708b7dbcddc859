// /v1/identity-providers: officers sign in where their authority's own accounts are (OpenID
// Connect).
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// Where one can sign in, for the page that offers it.
http::Response get_identity_providers(Context& context, const http::Request& request,
                                      const http::PathParameters& path);
// Sends the browser to the provider; `to` is where it goes afterwards, a path of this site.
http::Response get_provider_sign_in(Context& context, const http::Request& request,
                                    const http::PathParameters& path);
// Where the provider sends it back to. With a session, and on to `to`.
http::Response get_provider_callback(Context& context, const http::Request& request,
                                     const http::PathParameters& path);
// The public half of the key by which this register proves to the provider who it is.
http::Response get_provider_jwks(Context& context, const http::Request& request,
                                 const http::PathParameters& path);
// The provider says that it signed somebody out (OpenID Connect Back-Channel Logout 1.0).
http::Response post_provider_logout(Context& context, const http::Request& request,
                                    const http::PathParameters& path);

// Where the browser of such an officer signs out at their provider too; empty: nowhere.
std::string provider_sign_out(Context& context, const ports::Officer& officer);

}  // namespace badgewatch::api
