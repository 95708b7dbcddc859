// The certificate of a search: one page to print and keep with the case.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_certificate(const Visit& visit);

}  // namespace badgewatch::web
