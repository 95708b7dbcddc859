#include "access/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace badgewatch::access {

core::Hash sha256(std::string_view text) {
  core::Hash hash{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not to be had");
  return hash;
}

core::Hash hmac_sha256(const core::Hash& key, std::string_view text) {
  const auto bytes = core::as_bytes(text);
  core::Hash hash{};
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(),
           hash.data(), &length) == nullptr)
    throw std::runtime_error("HMAC-SHA256 is not to be had");
  return hash;
}

}  // namespace badgewatch::access
