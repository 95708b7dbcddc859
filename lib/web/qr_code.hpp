// A QR code as a picture of lines: sharp at any size, and no file beside the page.
#pragma once

#include "web/part.hpp"

#include <string_view>

namespace badgewatch::web {

// At most 2,000 bytes; throws std::length_error for more. `label` says to who does not see it what
// it holds.
Part qr_code(std::string_view text, std::string_view label);

}  // namespace badgewatch::web
