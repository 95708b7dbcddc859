// `?after=` of lists that go on.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string_view>

namespace badgewatch::api {

// The number behind which to go on; 0, from the start, where it is left out. Errc::malformed for
// anything else than a number from 0 on.
core::Result<std::int64_t> cursor_of(const http::RequestHead& head);
core::Result<std::int64_t> read_cursor(std::string_view text);

}  // namespace badgewatch::api
