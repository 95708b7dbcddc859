#include "access/random_password.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace badgewatch::access {

core::Secret quick_hash(const core::Secret& random_password) {
  const auto& text = random_password.reveal();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (sodium_init() < 0 ||
      crypto_pwhash_str_alg(out.data(), text.data(), text.size(),
                            crypto_pwhash_argon2id_OPSLIMIT_MIN,
                            crypto_pwhash_argon2id_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("argon2id has no memory");
  return core::Secret(out.data());
}

}  // namespace badgewatch::access
