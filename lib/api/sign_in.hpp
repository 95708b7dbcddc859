// POST /v1/session: an officer with a local account signs in.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response post_session(Context& context, const http::Request& request);

// Every refusal of who cannot prove who they are, in words that tell nothing of the cause.
http::Response not_proven(std::string_view detail);
// What a browser calls itself, as far as it can be shown.
std::string program_of(const http::Request& request);
http::Response too_many_tries(std::chrono::microseconds wait);
// Of one member, kept as it was sent: nothing of a password is trimmed.
core::Secret secret_member(core::JsonReader& reader, std::string_view name);

}  // namespace badgewatch::api
