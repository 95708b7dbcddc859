// A council's whole roster against its records: POST /v1/rosters (rows, streamed), GET
// /v1/rosters/{id}, POST /v1/rosters/{id}/apply.
#pragma once

#include "api/uploads.hpp"

namespace badgewatch::api {

OpenedUpload upload_roster(Context& context, access::Credential credential,
                           const http::RequestHead& head);
http::Response get_roster(Context& context, const Call& call);
http::Response post_roster_application(Context& context, const Call& call);

}  // namespace badgewatch::api
