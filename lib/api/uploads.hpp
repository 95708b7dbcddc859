// POST .../batch: rows in, one line a row out. The file's form comes from Content-Type, its columns
// from `?mapping=NAME` (a CSV only).
#pragma once

#include "api/context.hpp"

#include <variant>

namespace badgewatch::api {

using OpenedUpload = std::variant<http::Service::Upload, http::Response>;

OpenedUpload upload_licences(Context& context, access::Credential credential,
                             const http::RequestHead& head);
OpenedUpload upload_decisions(Context& context, access::Credential credential,
                              const http::RequestHead& head);
OpenedUpload upload_checks(Context& context, access::Credential credential,
                           const http::RequestHead& head);

}  // namespace badgewatch::api
