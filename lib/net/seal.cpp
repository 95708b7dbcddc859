#include "net/seal.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>

namespace badgewatch::net {

namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;
using Nonce = std::array<unsigned char, 12>;

Nonce nonce_of(std::uint64_t number) {
  Nonce nonce{};
  for (std::size_t i = 0; i < 8; ++i)
    nonce[4 + i] = static_cast<unsigned char>(number >> (8 * i));
  return nonce;
}

const unsigned char* input(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* output(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

core::Error failed() {
  return core::Error(core::Errc::internal, "A record could not be sealed.");
}

bool fits(std::string_view text) {
  return text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());
}

}  // namespace

core::Result<Seal> Seal::make() {
  Seal seal;
  if (RAND_bytes(seal.key_.data(), static_cast<int>(seal.key_.size())) != 1) return failed();
  return seal;
}

Seal::~Seal() {
  OPENSSL_cleanse(key_.data(), key_.size());
}

core::Result<std::string> Seal::close(std::uint64_t number, std::string_view text) const {
  const Context context(EVP_CIPHER_CTX_new());
  const auto nonce = nonce_of(number);
  std::string record(text.size() + overhead, '\0');
  int size = 0;
  const bool sealed =
      fits(text) && context &&
      EVP_EncryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key_.data(),
                         nonce.data()) == 1 &&
      EVP_EncryptUpdate(context.get(), output(record), &size, input(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), output(record) + text.size(), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(overhead),
                          output(record) + text.size()) == 1;
  if (!sealed) return failed();
  return record;
}

core::Result<std::string> Seal::open(std::uint64_t number, std::string_view record) const {
  if (record.size() < overhead || !fits(record)) return failed();
  const Context context(EVP_CIPHER_CTX_new());
  const auto nonce = nonce_of(number);
  const auto sealed_text = record.substr(0, record.size() - overhead);
  std::string tag(record.substr(sealed_text.size()));
  std::string text(sealed_text.size() + 1, '\0');
  int size = 0;
  const bool opened =
      context &&
      EVP_DecryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key_.data(),
                         nonce.data()) == 1 &&
      EVP_DecryptUpdate(context.get(), output(text), &size, input(sealed_text),
                        static_cast<int>(sealed_text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(overhead),
                          tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), output(text) + sealed_text.size(), &size) == 1;
  if (!opened) return failed();
  text.resize(sealed_text.size());
  return text;
}

}  // namespace badgewatch::net
