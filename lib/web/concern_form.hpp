// Reporting a concern about a driver whom another authority licenses (section 5 of the 2022 Act).
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_concern_form(const Visit& visit);
http::Response do_report_concern(const Visit& visit);

}  // namespace badgewatch::web
