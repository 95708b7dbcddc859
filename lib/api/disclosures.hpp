// Disclosure requests: /v1/disclosure-requests.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// A body that carries a file: its base64 and the rest of the JSON.
inline constexpr std::size_t largest_file_body = 720'000;

http::Response post_disclosure(Context& context, const Call& call);
http::Response get_disclosures(Context& context, const Call& call);
http::Response get_disclosure(Context& context, const Call& call);
http::Response post_disclosure_answer(Context& context, const Call& call);
http::Response post_disclosure_regard(Context& context, const Call& call);
http::Response post_disclosure_withdrawal(Context& context, const Call& call);
http::Response post_disclosure_message(Context& context, const Call& call);
http::Response post_disclosure_attachment(Context& context, const Call& call);
http::Response get_disclosure_attachment(Context& context, const Call& call);

}  // namespace badgewatch::api
