// The cookies that a browser sends.
#pragma once

#include "http/message.hpp"

#include <string_view>
#include <vector>

namespace badgewatch::http {

// The values of every cookie of that exact name, in their order and as they were sent. More than
// one is somebody's doing: a name with the prefix __Host- is set by one host for all of its paths.
std::vector<std::string_view> cookies(const Headers& headers, std::string_view name);

}  // namespace badgewatch::http
