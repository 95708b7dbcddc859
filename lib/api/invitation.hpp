// /v1/invitation: somebody takes up an account that was made for them. Who holds the invitation is
// who it is for.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// {"invitation", "password"}: 201 with a secret for an authenticator. Nothing is in force before
// its confirmation.
http::Response post_invitation(Context& context, const http::Request& request);
// {"invitation", "code"}: 201 with recovery codes; the invitation is used up.
http::Response post_invitation_confirmation(Context& context, const http::Request& request);

}  // namespace badgewatch::api
