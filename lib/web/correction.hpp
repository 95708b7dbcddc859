// One request to correct an entry: its clock, what the driver says, and what may be done next.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_correction(const Visit& visit);
// What the address names: the answer, two further months, a withdrawal.
http::Response do_answer_correction(const Visit& visit);
http::Response do_extend_correction(const Visit& visit);
http::Response do_withdraw_correction(const Visit& visit);

}  // namespace badgewatch::web
