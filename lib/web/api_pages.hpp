// The pages of the API, made of config/openapi.json: every call, what it takes and answers, and who
// may make it.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_api(const Visit& visit);
http::Response show_api_operation(const Visit& visit);
http::Response show_api_schema(const Visit& visit);

}  // namespace badgewatch::web
