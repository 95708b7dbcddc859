// Signatures of webhooks: Standard Webhooks 1.0.0, "Signature scheme".
#pragma once

#include "core/secret.hpp"
#include "proof/receipt.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::proof {

// What is signed: `id` has no full stop, `timestamp` is in seconds since 1970.
std::string webhook_content(std::string_view id, std::int64_t timestamp, std::string_view body);

// "v1a,BASE64": Ed25519 over the content.
std::string sign_v1a(const Signer& signer, std::string_view content);
// "v1,BASE64": HMAC-SHA256 of the content under the secret's bytes.
std::string sign_v1(ByteView secret, std::string_view content);

// "whpk_BASE64" of the public half.
std::string webhook_public_key(const Signer& signer);
// "whsec_BASE64".
core::Secret webhook_secret(ByteView secret);
// The bytes of "whsec_BASE64"; nothing where it is not of that form, or not of 24 to 64 bytes.
std::optional<core::Bytes> read_webhook_secret(std::string_view text);

}  // namespace badgewatch::proof
