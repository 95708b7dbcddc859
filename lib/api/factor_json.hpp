// What somebody is given to prove themselves with, and its confirmation: the same for who accepts
// an invitation and for who replaces a second factor.
#pragma once

#include "api/context.hpp"
#include "core/json_reader.hpp"

#include <string>
#include <vector>

namespace badgewatch::api {

std::string totp_json(const core::Secret& secret, const std::string& username);
std::string recovery_codes_json(const std::vector<core::Secret>& codes);

// With a problem where the rules of passwords refuse it.
void check_new_password(core::JsonReader& reader, std::string_view name,
                        const core::Secret& password, const ports::Officer& officer);

// Body: {"code"}, of what was proposed to that officer, and for an invitation "invitation", which
// is read elsewhere. 201 with recovery codes.
http::Response confirm_factors(Context& context, const http::Request& request,
                               const ports::Officer& officer,
                               const std::optional<core::Uuid>& session, std::string kind);

}  // namespace badgewatch::api
