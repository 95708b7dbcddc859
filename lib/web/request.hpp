// One disclosure request: its clock, all that was said and sent in it, what has happened to the
// entry since, and what may be said next.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_request(const Visit& visit);
// What the address names: a message, an answer, that regard was had, a withdrawal.
http::Response do_request_message(const Visit& visit);
http::Response do_request_answer(const Visit& visit);
http::Response do_request_had_regard(const Visit& visit);
http::Response do_request_withdraw(const Visit& visit);
http::Response do_request_attachment(const Visit& visit);

}  // namespace badgewatch::web
