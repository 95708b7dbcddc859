// An officer's own account: how they sign in, where they are signed in, and signing out there: a
// browser that was left open, or that is none of theirs.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

namespace badgewatch::web {

inline constexpr std::string_view account_place = "/account";

http::Response show_account(const Visit& visit);
http::Response do_end_session(const Visit& visit);

// Whether whoever's session that is (GET /v1/session) has an account of the register's own; else an
// identity provider keeps what they prove themselves with.
bool has_local_account(const Answer& session);

}  // namespace badgewatch::web
