// The receipt of a check: the register's signature under what it answered and why it could.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "proof/feed_chain.hpp"

#include <array>
#include <memory>
#include <string>

namespace badgewatch::proof {

// Ed25519 (RFC 8032). Thread safe.
class Signer {
public:
  // `seed` is the 32 bytes of the key file.
  explicit Signer(const Hash& seed);
  ~Signer();
  std::array<std::uint8_t, 64> sign(ByteView message) const;
  std::string sign_base64(std::string_view text) const;
  Hash public_key() const;
  std::string public_key_base64() const;
  // The first 8 hexadecimal digits of SHA-256 of the public key.
  std::string key_id() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// False for a signature that is not of its form too.
bool verify_ed25519(const Hash& public_key, ByteView message, ByteView signature);
// False for a signature or key that is not of its form too.
bool verify_signature(std::string_view public_key_base64, std::string_view text,
                      std::string_view signature_base64);

struct ReceiptClaim {
  core::Uuid check;
  core::Instant checked_at;
  std::string outcome;
  Hash query{};  // keyed commitment to the subject that was asked about
  Hash leaf{};   // the log leaf's commitment; its inclusion is promised within 60 s
  bool proven = false;
  Position position;
  std::string rules;
};

struct Receipt {
  std::string signed_text;  // the canonical text that was signed, line by line
  std::string key_id;
  std::string signature;
};

// "badgewatch-receipt/1\n" and one `name value` line for each member of the claim.
std::string canonical(const ReceiptClaim& claim);
Receipt sign_receipt(const ReceiptClaim& claim, const Signer& signer);

}  // namespace badgewatch::proof
