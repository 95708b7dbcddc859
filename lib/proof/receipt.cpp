#include "proof/receipt.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace badgewatch::proof {
namespace {

using PublicKey = std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES>;
using SecretKey = std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES>;
using Signature = std::array<std::uint8_t, crypto_sign_BYTES>;

// A line break in a value would forge a line of its own.
void append_line(std::string& text, std::string_view name, std::string_view value) {
  if (value.find_first_of("\r\n") != std::string_view::npos) {
    throw std::invalid_argument("a receipt's value has a line break");
  }
  text += name;
  text += ' ';
  text += value;
  text += '\n';
}

}  // namespace

struct Signer::Impl {
  PublicKey public_key{};
  SecretKey secret_key{};
  ~Impl() { sodium_memzero(secret_key.data(), secret_key.size()); }
};

Signer::Signer(const Hash& seed) : impl_(std::make_unique<Impl>()) {
  static_assert(std::tuple_size_v<Hash> == crypto_sign_SEEDBYTES);
  if (sodium_init() < 0 || crypto_sign_seed_keypair(impl_->public_key.data(),
                                                    impl_->secret_key.data(), seed.data()) != 0) {
    throw std::runtime_error("Ed25519 is not available");
  }
}

Signer::~Signer() = default;

Signature Signer::sign(ByteView message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                       impl_->secret_key.data());
  return signature;
}

std::string Signer::sign_base64(std::string_view text) const {
  return core::base64(sign(core::as_bytes(text)));
}

Hash Signer::public_key() const {
  return impl_->public_key;
}

std::string Signer::public_key_base64() const {
  return core::base64(impl_->public_key);
}

std::string Signer::key_id() const {
  const Hash hash = sha256({impl_->public_key});
  return core::hex(ByteView(hash).first(4));
}

bool verify_ed25519(const Hash& public_key, ByteView message, ByteView signature) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     public_key.data()) == 0;
}

bool verify_signature(std::string_view public_key_base64, std::string_view text,
                      std::string_view signature_base64) {
  const auto key = core::from_base64(public_key_base64);
  const auto signature = core::from_base64(signature_base64);
  Hash public_key{};
  if (!key || key->size() != public_key.size() || !signature) return false;
  std::copy(key->begin(), key->end(), public_key.begin());
  return verify_ed25519(public_key, core::as_bytes(text), *signature);
}

std::string canonical(const ReceiptClaim& claim) {
  std::string text = "badgewatch-receipt/1\n";
  append_line(text, "check", claim.check.text());
  append_line(text, "checked_at", core::to_text(claim.checked_at));
  append_line(text, "outcome", claim.outcome);
  append_line(text, "query", core::hex(claim.query));
  append_line(text, "leaf", core::hex(claim.leaf));
  append_line(text, "proven", claim.proven ? "true" : "false");
  append_line(text, "epoch", claim.position.epoch.text());
  append_line(text, "seq", std::to_string(claim.position.seq));
  append_line(text, "chain", core::hex(claim.position.chain));
  append_line(text, "rules", claim.rules);
  return text;
}

Receipt sign_receipt(const ReceiptClaim& claim, const Signer& signer) {
  std::string text = canonical(claim);
  std::string signature = signer.sign_base64(text);
  return {std::move(text), signer.key_id(), std::move(signature)};
}

}  // namespace badgewatch::proof
