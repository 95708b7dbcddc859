// `?after=` and `?limit=` of lists that go on.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace badgewatch::api {

// The number behind which to go on; 0, from the start, where it is left out. Errc::malformed for
// anything else than a number from 0 on.
core::Result<std::int64_t> cursor_of(const http::RequestHead& head);
core::Result<std::int64_t> read_cursor(std::string_view text);
// How many at most: `usual` where it is left out, Errc::malformed for what is no number from
// `least` to `most`.
struct Limit {
  std::size_t usual = 0;
  std::size_t most = 0;
  std::size_t least = 0;
};
core::Result<std::size_t> read_limit(std::optional<std::string_view> text, Limit limit);

}  // namespace badgewatch::api
