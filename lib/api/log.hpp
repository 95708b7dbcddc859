// GET /v1/log/...: the log's checkpoint, tiles and proofs. They hold commitments and no personal
// data, so that any caller may have them; the proof for one leaf is for its own authority.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_log_checkpoint(Context& context, const Call& call);
http::Response get_log_tile(Context& context, const Call& call);
http::Response get_log_leaf(Context& context, const Call& call);
http::Response get_log_consistency(Context& context, const Call& call);

}  // namespace badgewatch::api
