// /v1/alerts: what the register found, and what an authority's people do about it.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_alerts(Context& context, const Call& call);
http::Response get_alert_counts(Context& context, const Call& call);
http::Response get_licence_alerts(Context& context, const Call& call);
http::Response get_alert(Context& context, const Call& call);
http::Response post_alert_change(Context& context, const Call& call);

}  // namespace badgewatch::api
