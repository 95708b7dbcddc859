// /v1/mail-addresses: the mailboxes that an authority's alerts are told to, for its own
// administrator.
#pragma once

#include "api/context.hpp"

namespace badgewatch::api {

http::Response get_mail_addresses(Context& context, const Call& call);
http::Response post_mail_address(Context& context, const Call& call);
http::Response get_mail_address(Context& context, const Call& call);
http::Response put_mail_address(Context& context, const Call& call);
http::Response delete_mail_address(Context& context, const Call& call);
http::Response post_mail_test(Context& context, const Call& call);
http::Response post_mail_code(Context& context, const Call& call);
http::Response post_mail_confirmation(Context& context, const Call& call);
http::Response get_mail_attempts(Context& context, const Call& call);

}  // namespace badgewatch::api
