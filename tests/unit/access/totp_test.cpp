// Codes of an authenticator, against the vectors of RFC 6238, and recovery codes.
#include "access/totp.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;

namespace {

const core::Secret rfc_secret("12345678901234567890");

core::Instant at(std::int64_t seconds) {
  return {seconds * 1'000'000};
}

}  // namespace

TEST_CASE("Codes are those of RFC 6238, appendix B") {
  const std::pair<std::int64_t, std::string> vectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
  };
  for (const auto& [seconds, code] : vectors) {
    INFO(seconds);
    CHECK(access::totp_code(rfc_secret, access::totp_step(at(seconds)), 8) == code);
    CHECK(access::totp_code(rfc_secret, access::totp_step(at(seconds))) == code.substr(2));
  }
}

TEST_CASE("A code is taken from the step before to the step behind, and no further") {
  const auto now = at(1'000'000'015);
  const auto step = access::totp_step(now);
  for (std::int64_t away = -3; away <= 3; ++away) {
    INFO(away);
    const auto code = access::totp_code(rfc_secret, step + away);
    const auto found = access::totp_step_of(rfc_secret, code, now, {});
    if (away >= -1 && away <= 1)
      CHECK(found == step + away);
    else
      CHECK_FALSE(found);
  }
}

TEST_CASE("A code that was used is none, and the next one is") {
  const auto now = at(1'000'000'015);
  const auto step = access::totp_step(now);
  const auto code = access::totp_code(rfc_secret, step);
  CHECK_FALSE(access::totp_step_of(rfc_secret, code, now, {step}));
  CHECK(access::totp_step_of(rfc_secret, access::totp_code(rfc_secret, step + 1), now, {step}) ==
        step + 1);
}

TEST_CASE("What is no code of six digits is none, and without a secret nothing is") {
  const auto now = at(1'000'000'015);
  const auto code = access::totp_code(rfc_secret, access::totp_step(now));
  for (const auto& text :
       {std::string(), code.substr(1), code + "0", " " + code, std::string(6, 'x')})
    CHECK_FALSE(access::totp_step_of(rfc_secret, text, now, {}));
  CHECK_FALSE(access::totp_step_of(core::Secret(), code, now, {}));
}

TEST_CASE("A secret is told as authenticators read it") {
  CHECK(access::totp_base32(rfc_secret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK(access::otpauth_uri(rfc_secret, "a.yusuf@tfl") ==
        "otpauth://totp/Badgewatch:a.yusuf%40tfl?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Badgewatch&algorithm=SHA1&digits=6&period=30");
  core::SystemRandomness randomness;
  const auto secret = access::new_totp_secret(randomness);
  CHECK(secret.reveal().size() == 20);
  CHECK(secret.reveal() != access::new_totp_secret(randomness).reveal());
}

TEST_CASE("Recovery codes are ten, all different, and read however they are written") {
  core::SystemRandomness randomness;
  const auto codes = access::new_recovery_codes(randomness);
  std::set<std::string> texts;
  for (const auto& code : codes) {
    const auto& text = code.reveal();
    texts.insert(text);
    CHECK(text.size() == 19);
    const auto hash = access::recovery_code_hash(text);
    REQUIRE(hash);
    std::string bare;
    for (const char c : text)
      if (c != '-') bare += static_cast<char>(c >= 'a' ? c - 32 : c);
    CHECK(access::recovery_code_hash(" " + bare + " ") == hash);
  }
  CHECK(texts.size() == 10);
  for (const std::string text : {"", "123456", "aaaa-aaaa-aaaa-aaa", "aaaa-aaaa-aaaa-aaa0"})
    CHECK_FALSE(access::recovery_code_hash(text));
}
