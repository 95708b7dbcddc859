// GET /v1/events: a page, or a stream of what comes (text/event-stream).
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

// A client that asks for text/event-stream gets everything behind `after`, or behind Last-Event-ID
// where it comes back, and then what comes until either side ends it. Each piece is in the log
// before it leaves, and goes only to a credential that is still in force.
http::Response get_events(Context& context, const Call& call);

}  // namespace badgewatch::api
