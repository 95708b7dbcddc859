// One-time codes of an authenticator (RFC 6238: SHA-1, 6 digits, 30 seconds), and recovery codes
// for whoever lost it.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

inline constexpr unsigned totp_digits = 6;
inline constexpr std::size_t recovery_codes_given = 10;

// 160 bits, as bytes.
core::Secret new_totp_secret(core::Randomness& randomness);

std::int64_t totp_step(core::Instant at);
// The code of a step. Throws std::runtime_error when liboath makes none.
std::string totp_code(const core::Secret& secret, std::int64_t step, unsigned digits = totp_digits);
// The step whose code it is: the present one, the one before or the one behind, since clocks
// differ; one of `used` never. Takes as long whichever it is.
std::optional<std::int64_t> totp_step_of(const core::Secret& secret, std::string_view code,
                                         core::Instant now, const std::vector<std::int64_t>& used);

// For an authenticator to type in, and to read as a QR code.
std::string totp_base32(const core::Secret& secret);
std::string otpauth_uri(const core::Secret& secret, std::string_view username);

// "k7wq-9fzt-m3dx-p2hb": 80 random bits.
std::vector<core::Secret> new_recovery_codes(core::Randomness& randomness);
// What is stored instead; nothing when it is not of that form. Blanks, hyphens and case are no part
// of a code.
std::optional<core::Hash> recovery_code_hash(std::string_view code);
std::vector<core::Hash> recovery_code_hashes(const std::vector<core::Secret>& codes);

}  // namespace badgewatch::access
