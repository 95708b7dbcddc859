// /v1/session and /v1/sessions: what somebody does about their own sign-in.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_session(Context& context, const Call& call);
http::Response delete_session(Context& context, const Call& call);
http::Response post_step_up(Context& context, const Call& call);
http::Response put_password(Context& context, const Call& call);
http::Response post_totp(Context& context, const Call& call);
http::Response post_totp_confirmation(Context& context, const Call& call);
http::Response post_recovery_codes(Context& context, const Call& call);
http::Response get_sessions(Context& context, const Call& call);
http::Response delete_session_of_mine(Context& context, const Call& call);

}  // namespace badgewatch::api
