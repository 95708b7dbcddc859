// What a caller is told who may not.
#pragma once

#include "access/permissions.hpp"
#include "core/error.hpp"
#include "http/message.hpp"

namespace badgewatch::api {

// The problem document, with the challenge of RFC 6750 section 3 where the credential is the cause:
// `invalid_token` where one was sent and is none, `insufficient_scope` with the scope that is
// missing. A browser forgets the cookie of a session that has ended. Of a check that cannot be
// proven it says that.
http::Response refusal(const core::Error& error, const http::RequestHead& head,
                       const access::Permission& permission);

}  // namespace badgewatch::api
