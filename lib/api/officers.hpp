// /v1/officers: who may sign in for an authority, as its data administrators keep them.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_officers(Context& context, const Call& call);
http::Response post_officer(Context& context, const Call& call);
http::Response get_officer(Context& context, const Call& call);
http::Response put_officer_roles(Context& context, const Call& call);
http::Response post_officer_invitation(Context& context, const Call& call);
http::Response post_officer_enable(Context& context, const Call& call);
http::Response delete_officer_sessions(Context& context, const Call& call);
http::Response delete_officer(Context& context, const Call& call);

}  // namespace badgewatch::api
