// POST /v1/checks, GET /v1/checks/{id}, POST /v1/checks/batch.
#pragma once

#include "api/context.hpp"
#include "core/json_reader.hpp"
#include "domain/check.hpp"

#include <memory>

namespace badgewatch::api {

// A check that the database or a queue keeps waiting is one that could not be proven.
core::Error unproven_if_unavailable(const core::Error& error);

http::Response post_check(Context& context, const Call& call);
http::Response get_check(Context& context, const Call& call);
std::unique_ptr<http::RowUpload> check_upload(Context& context, access::Credential credential);

// {"case_reference", "purpose", "subject"}: every wrong field at once.
domain::CheckRequest read_check_request(const core::Json& json, core::Date today,
                                        core::Problems& problems);

}  // namespace badgewatch::api
