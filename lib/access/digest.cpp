#include "access/digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace badgewatch::access {

core::Hash sha256(std::string_view text) {
  core::Hash hash{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not to be had");
  return hash;
}

}  // namespace badgewatch::access
