#include "access/session_token.hpp"

#include "access/digest.hpp"

#include <array>

namespace badgewatch::access {

namespace {

constexpr std::size_t token_bytes = 32;
constexpr long device_is_kept_seconds = 180L * 86'400;

std::string set_cookie(std::string_view name, std::string_view value, std::string_view rest) {
  return std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; " +
         std::string(rest);
}

}  // namespace

core::Secret new_session_token(core::Randomness& randomness) {
  std::array<std::uint8_t, token_bytes> bytes{};
  randomness.fill(bytes);
  return core::Secret(core::base64url(bytes));
}

bool is_session_token(std::string_view text) {
  const auto bytes = core::from_base64url(text);
  return bytes && bytes->size() == token_bytes;
}

std::string csrf_token_of(std::string_view session_token) {
  return core::base64url(sha256("badgewatch csrf token\n" + std::string(session_token)));
}

std::string session_cookie(const core::Secret& token) {
  return set_cookie(session_cookie_name, token.reveal(), "SameSite=Lax");
}

std::string ended_session_cookie() {
  return set_cookie(session_cookie_name, "", "SameSite=Lax; Max-Age=0");
}

std::string device_cookie(const core::Secret& token) {
  return set_cookie(device_cookie_name, token.reveal(),
                    "SameSite=Strict; Max-Age=" + std::to_string(device_is_kept_seconds));
}

}  // namespace badgewatch::access
