// A page that is a file by itself, to be kept, sent and printed: its style is in it, and it asks
// for nothing and leads nowhere.
#pragma once

#include "http/message.hpp"
#include "web/part.hpp"

#include <string>
#include <string_view>

namespace badgewatch::web {

http::Response page_alone(std::string_view file, std::string_view title, Part content);

}  // namespace badgewatch::web
