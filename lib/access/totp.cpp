#include "access/totp.hpp"

#include "access/digest.hpp"
#include "core/text.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <liboath/oath.h>
#include <memory>
#include <stdexcept>

namespace badgewatch::access {

namespace {

constexpr std::int64_t step_micros = 30'000'000;
constexpr std::size_t secret_bytes = 20;
// RFC 4648 base32 in small letters.
constexpr std::string_view recovery_digits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t recovery_length = 16;

void need_liboath() {
  static const int ready = oath_init();
  if (ready != OATH_OK) throw std::runtime_error("liboath does not start");
}

struct Free {
  void operator()(char* text) const {
    if (text != nullptr) OPENSSL_cleanse(text, std::char_traits<char>::length(text));
    std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): liboath allocates with malloc
  }
};

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += "%" + core::ascii_upper(core::hex(core::as_bytes(std::string_view(&c, 1))));
  }
  return out;
}

std::string grouped(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += code[i];
  }
  return out;
}

}  // namespace

core::Secret new_totp_secret(core::Randomness& randomness) {
  std::array<std::uint8_t, secret_bytes> bytes{};
  randomness.fill(bytes);
  return core::Secret(std::string(core::as_text(bytes)));
}

std::int64_t totp_step(core::Instant at) {
  return at.micros / step_micros;
}

std::string totp_code(const core::Secret& secret, std::int64_t step, unsigned digits) {
  need_liboath();
  std::array<char, 16> code{};
  const auto& bytes = secret.reveal();
  const int done = oath_hotp_generate(bytes.data(), bytes.size(), static_cast<std::uint64_t>(step),
                                      digits, false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  if (done != OATH_OK) throw std::runtime_error("liboath makes no code");
  return code.data();
}

std::optional<std::int64_t> totp_step_of(const core::Secret& secret, std::string_view code,
                                         core::Instant now, const std::vector<std::int64_t>& used) {
  std::optional<std::int64_t> found;
  if (secret.empty() || code.size() != totp_digits) return found;
  const auto present = totp_step(now);
  for (const auto step : {present - 1, present + 1, present}) {
    const auto right = totp_code(secret, step);
    const bool is_it = CRYPTO_memcmp(right.data(), code.data(), totp_digits) == 0;
    const bool is_used = std::find(used.begin(), used.end(), step) != used.end();
    if (is_it && !is_used) found = step;
  }
  return found;
}

std::string totp_base32(const core::Secret& secret) {
  need_liboath();
  char* text = nullptr;
  std::size_t length = 0;
  const auto& bytes = secret.reveal();
  if (oath_base32_encode(bytes.data(), bytes.size(), &text, &length) != OATH_OK)
    throw std::runtime_error("liboath writes no base32");
  const std::unique_ptr<char, Free> owner(text);
  return {text, length};
}

std::string otpauth_uri(const core::Secret& secret, std::string_view username) {
  return "otpauth://totp/Badgewatch:" + percent_encoded(username) +
         "?secret=" + totp_base32(secret) + "&issuer=Badgewatch&algorithm=SHA1&digits=6&period=30";
}

std::vector<core::Secret> new_recovery_codes(core::Randomness& randomness) {
  std::vector<core::Secret> codes;
  for (std::size_t i = 0; i < recovery_codes_given; ++i) {
    std::array<std::uint8_t, recovery_length> bytes{};
    randomness.fill(bytes);
    std::string code;
    for (const auto byte : bytes)
      code += recovery_digits[byte % recovery_digits.size()];
    codes.emplace_back(grouped(code));
  }
  return codes;
}

std::optional<core::Hash> recovery_code_hash(std::string_view code) {
  std::string digits;
  for (const char c : core::ascii_lower(code))
    if (c != '-' && c != ' ') digits += c;
  if (digits.size() != recovery_length ||
      digits.find_first_not_of(recovery_digits) != std::string::npos)
    return {};
  return sha256("badgewatch recovery code\n" + digits);
}

std::vector<core::Hash> recovery_code_hashes(const std::vector<core::Secret>& codes) {
  std::vector<core::Hash> hashes;
  for (const auto& code : codes)
    hashes.push_back(recovery_code_hash(code.reveal()).value());
  return hashes;
}

}  // namespace badgewatch::access
