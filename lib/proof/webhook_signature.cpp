#include "proof/webhook_signature.hpp"

#include <sodium.h>

namespace badgewatch::proof {

namespace {

constexpr std::string_view secret_mark = "whsec_";
constexpr std::size_t shortest_secret = 24;
constexpr std::size_t longest_secret = 64;

}  // namespace

std::string webhook_content(std::string_view id, std::int64_t timestamp, std::string_view body) {
  std::string content(id);
  content.append(".").append(std::to_string(timestamp)).append(".").append(body);
  return content;
}

std::string sign_v1a(const Signer& signer, std::string_view content) {
  return "v1a," + signer.sign_base64(content);
}

std::string sign_v1(ByteView secret, std::string_view content) {
  crypto_auth_hmacsha256_state state;
  Hash tag{};
  crypto_auth_hmacsha256_init(&state, secret.data(), secret.size());
  const auto bytes = core::as_bytes(content);
  crypto_auth_hmacsha256_update(&state, bytes.data(), bytes.size());
  crypto_auth_hmacsha256_final(&state, tag.data());
  sodium_memzero(&state, sizeof state);
  return "v1," + core::base64(tag);
}

std::string webhook_public_key(const Signer& signer) {
  return "whpk_" + signer.public_key_base64();
}

core::Secret webhook_secret(ByteView secret) {
  return core::Secret(std::string(secret_mark) + core::base64(secret));
}

std::optional<core::Bytes> read_webhook_secret(std::string_view text) {
  if (!text.starts_with(secret_mark)) return {};
  auto bytes = core::from_base64(text.substr(secret_mark.size()));
  if (!bytes || bytes->size() < shortest_secret || bytes->size() > longest_secret) return {};
  return bytes;
}

}  // namespace badgewatch::proof
