// Bytes, and their text forms.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Hash = std::array<std::uint8_t, 32>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hex(ByteView bytes);
// Lower or upper case, even length. Nothing when not of that form.
std::optional<Bytes> from_hex(std::string_view text);
// RFC 4648 section 4, with padding.
std::string base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);
// RFC 4648 section 5, without padding, as JOSE has it. One text for one value: padding, white space
// and left-over bits that are not zero are refused.
std::string base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

}  // namespace badgewatch::core
