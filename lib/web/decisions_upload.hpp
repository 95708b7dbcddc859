// A file of decisions, entered row by row.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_decisions_upload(const Visit& visit);
http::Response do_upload_decisions(const Visit& visit);

}  // namespace badgewatch::web
