// Officers and their sessions as JSON.
#pragma once

#include "app/officer_accounts.hpp"
#include "core/json_writer.hpp"

#include <string>

namespace badgewatch::api {

// Who is signed in, for which authority they act, until when, and the token that unsafe requests
// must carry.
std::string signed_in_json(const ports::Officer& officer, const std::string& acting_for,
                           const ports::OfficerSession& session, const app::SignInRules& rules,
                           const std::string& csrf_token);
void write_session(core::JsonWriter& out, const ports::OfficerSession& session, bool is_this);
void write_officer(core::JsonWriter& out, const ports::Officer& officer);

}  // namespace badgewatch::api
