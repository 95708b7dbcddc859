// What is recorded of ethnicity and nationality in concerns about child sexual exploitation:
// counts that lead to nobody.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_concern_statistics(const Visit& visit);
http::Response show_concern_statistics_csv(const Visit& visit);

}  // namespace badgewatch::web
