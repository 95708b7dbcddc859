#include "access/api_key.hpp"

#include "access/digest.hpp"

namespace badgewatch::access {

namespace {

constexpr std::string_view key_head = "bw_";
constexpr std::string_view token_head = "bwt_";
constexpr std::size_t secret_length = 43;
constexpr std::size_t checksum_length = 6;
constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string checksum(std::string_view secret) {
  const auto hash = sha256(secret);
  std::string text;
  for (std::size_t i = 0; i < checksum_length; ++i)
    text += digits[hash[i] % digits.size()];
  return text;
}

core::Secret new_secret(std::string_view head, core::Randomness& randomness) {
  std::string secret;
  // Bytes that would favour the first digits are thrown away.
  constexpr std::uint8_t fair = 256 / 62 * 62;
  while (secret.size() < secret_length) {
    std::array<std::uint8_t, 64> bytes{};
    randomness.fill(bytes);
    for (const auto byte : bytes)
      if (byte < fair && secret.size() < secret_length) secret += digits[byte % digits.size()];
  }
  return core::Secret(std::string(head) + secret + "_" + checksum(secret));
}

bool is_secret(std::string_view head, std::string_view text) {
  if (text.size() != head.size() + secret_length + 1 + checksum_length) return false;
  if (!text.starts_with(head) || text[head.size() + secret_length] != '_') return false;
  const auto secret = text.substr(head.size(), secret_length);
  if (secret.find_first_not_of(digits) != std::string_view::npos) return false;
  return text.substr(head.size() + secret_length + 1) == checksum(secret);
}

}  // namespace

core::Secret new_api_key(core::Randomness& randomness) {
  return new_secret(key_head, randomness);
}

core::Secret new_access_token(core::Randomness& randomness) {
  return new_secret(token_head, randomness);
}

bool is_api_key(std::string_view text) {
  return is_secret(key_head, text);
}

bool is_access_token(std::string_view text) {
  return is_secret(token_head, text);
}

core::Hash hash_of(std::string_view secret) {
  return sha256(secret);
}

std::string prefix_of(std::string_view api_key) {
  return std::string(api_key.substr(0, key_head.size() + 6));
}

}  // namespace badgewatch::access
