// The body of a form that carries files: multipart/form-data, RFC 7578.
#pragma once

#include "http/form.hpp"

namespace badgewatch::http {

// Whether the Content-Type says so; with a boundary that can be one.
bool is_multipart(const Headers& headers);

// `headers` are the request's. Files keep their bytes as they came. Errc::malformed for what is not
// of its form: a part that is not closed, a name that comes twice, more parts than `parse_form`
// takes, and texts that it would not take. The error never repeats what was sent. The cost is in
// proportion to the body.
core::Result<Form> parse_multipart(const Headers& headers, std::string_view body);

}  // namespace badgewatch::http
