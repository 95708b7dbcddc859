// A person asks what an authority holds about them: UK GDPR article 15.
#pragma once

#include "api/context.hpp"
#include "app/subject_access.hpp"

#include <string>
#include <string_view>

namespace badgewatch::api {

// POST /v1/subject-requests
http::Response post_subject_request(Context& context, const Call& call);
// POST /v1/subject-requests/{id}/bundle
http::Response post_subject_bundle(Context& context, const Call& call);

// `authority_name`: of the authority that hands it out. Dates as of `today`.
std::string bundle_json(const app::SubjectBundle& bundle, std::string_view authority_name,
                        core::Date today);
// One page that prints and needs nothing else.
std::string bundle_html(const app::SubjectBundle& bundle, std::string_view authority_name,
                        core::Date today);

// What somebody reads before they hand it out.
inline constexpr std::string_view before_handing_over =
    "Read what people wrote before you hand this out: it may name somebody else.";

}  // namespace badgewatch::api
