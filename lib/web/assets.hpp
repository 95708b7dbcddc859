// Style, script and icon: /assets/VERSION/NAME, kept by browsers for good.
#pragma once

#include "http/message.hpp"

#include <optional>

namespace badgewatch::web {

// Nothing for a path that is none of theirs; 404 for one of another version. Cheap: memory alone.
std::optional<http::Response> asset(const http::RequestHead& head);

}  // namespace badgewatch::web
