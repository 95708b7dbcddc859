#include "proof/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <memory>
#include <stdexcept>

namespace badgewatch::proof {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// One a thread, fetched once: a lookup and an allocation for each hash would cost more than it.
EVP_MD_CTX* sha256_context() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context = [] {
    std::unique_ptr<EVP_MD_CTX, FreeContext> made(EVP_MD_CTX_new());
    if (made == nullptr || algorithm == nullptr ||
        EVP_DigestInit_ex2(made.get(), algorithm, nullptr) != 1) {
      throw std::runtime_error("OpenSSL has no SHA-256");
    }
    return made;
  }();
  return context.get();
}

}  // namespace

Hash sha256(std::initializer_list<ByteView> parts) {
  EVP_MD_CTX* const context = sha256_context();
  Hash hash{};
  bool good = EVP_DigestInit_ex2(context, nullptr, nullptr) == 1;
  for (const ByteView part : parts) {
    good = good && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  }
  good = good && EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1;
  if (!good) throw std::runtime_error("SHA-256 failed");
  return hash;
}

Hash keyed_hash(const Hash& key, std::initializer_list<ByteView> parts) {
  crypto_generichash_state state;
  Hash hash{};
  bool good = crypto_generichash_init(&state, key.data(), key.size(), hash.size()) == 0;
  for (const ByteView part : parts) {
    good = good && crypto_generichash_update(&state, part.data(), part.size()) == 0;
  }
  good = good && crypto_generichash_final(&state, hash.data(), hash.size()) == 0;
  sodium_memzero(&state, sizeof state);
  if (!good) throw std::runtime_error("BLAKE2b failed");
  return hash;
}

}  // namespace badgewatch::proof
