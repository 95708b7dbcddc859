// What a browser holds of a session: one cookie with 256 random bits, and a token against requests
// that another site makes it send, which is derived from them.
#pragma once

#include "core/bytes.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"

#include <string>
#include <string_view>

namespace badgewatch::access {

// The prefix binds a cookie to this host, to HTTPS (browsers count a loopback address as secure)
// and to every path.
inline constexpr std::string_view session_cookie_name = "__Host-badgewatch";
inline constexpr std::string_view device_cookie_name = "__Host-badgewatch-device";

// 43 characters of base64url. Kept by nobody but the browser: hash_of() of it is stored.
core::Secret new_session_token(core::Randomness& randomness);
bool is_session_token(std::string_view text);

// To be sent with every unsafe request, as a header or a form's hidden field. Tells nothing of the
// session's token.
std::string csrf_token_of(std::string_view session_token);

// Values of Set-Cookie. The session's is SameSite=Lax: who comes back from an identity provider is
// sent on by another site, and Strict would leave the cookie out there. Unsafe requests of other
// sites are refused by csrf.hpp besides.
std::string session_cookie(const core::Secret& token);
std::string ended_session_cookie();
// Names a device from which somebody signed in: no credential, it opens nothing by itself.
std::string device_cookie(const core::Secret& token);

}  // namespace badgewatch::access
