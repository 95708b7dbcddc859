// /v1/webhooks: the addresses that an authority's events are sent to, for its own administrator.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_webhooks(Context& context, const Call& call);
// The key that its messages are checked with is in the answer; a secret one is shown once.
http::Response post_webhook(Context& context, const Call& call);
http::Response get_webhook(Context& context, const Call& call);
http::Response delete_webhook(Context& context, const Call& call);
http::Response post_webhook_key(Context& context, const Call& call);
http::Response post_webhook_test(Context& context, const Call& call);
http::Response post_webhook_replay(Context& context, const Call& call);
http::Response put_webhook_state(Context& context, const Call& call);
http::Response get_webhook_attempts(Context& context, const Call& call);

}  // namespace badgewatch::api
