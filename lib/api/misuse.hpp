// Flags of misuse, samples to review, and who was shown an entry.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_misuse_flags(Context& context, const Call& call);
http::Response post_flag_review(Context& context, const Call& call);
http::Response get_misuse_sample(Context& context, const Call& call);
http::Response post_sample_review(Context& context, const Call& call);
http::Response get_seen_by(Context& context, const Call& call);

}  // namespace badgewatch::api
