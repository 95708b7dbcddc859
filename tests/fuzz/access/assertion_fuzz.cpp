// Client assertions and the keys that clients register: any bytes are read or refused, and none is
// signed by a key that nobody has.
#include "access/assertion.hpp"
#include "access/public_key.hpp"
#include "core/json.hpp"
#include "must.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace badgewatch;
using fuzz::must;

namespace {

constexpr core::Instant now{1'795'514'400'000'000};

const access::PublicKey& key_of_nobody() {
  static const auto key =
      access::read_public_key(
          core::parse_json(
              R"({"kty":"EC","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",)"
              R"("y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"})")
              .value())
          .value();
  return key;
}

void judge(std::string_view compact) {
  const auto assertion = access::read_assertion(compact);
  if (!assertion) return;
  must(compact.size() <= access::longest_assertion, "what is taken is short");
  must(std::count(compact.begin(), compact.end(), '.') == 2, "what is taken has three parts");
  must(!assertion->issuer.empty() && !assertion->id.empty(), "what is taken says who, and once");
  const access::AssertionRules rules{.audiences = {"https://register.example"}};
  if (access::is_in_order(*assertion, rules, now)) {
    must(assertion->audience == rules.audiences.front(), "what is in order is for us");
    must(assertion->expires * 1'000'000 > now.micros, "what is in order is not expired");
  }
  must(!access::is_signed_by(compact, *assertion, key_of_nobody()), "nobody has that key");
  access::pretend_to_verify(compact, *assertion);
}

void read_keys(std::string_view text) {
  const auto json = core::parse_json(text);
  if (!json) return;
  const auto keys = access::read_public_keys(*json);
  if (!keys) return must(!keys.error().detail().empty(), "a refusal has a reason");
  must(!keys->empty() && keys->size() <= access::most_keys_of_a_client, "one key or two");
  const auto written = access::write_public_keys(*keys);
  const auto again = access::read_public_keys(core::parse_json(written).value());
  must(again.has_value() && access::write_public_keys(*again) == written,
       "what is stored is read as the same");
}

// Header and claims as they stand, so that the bytes get behind the base64url.
std::string put_together(std::string_view text) {
  const auto line = std::min(text.find('\n'), text.size());
  const auto claims = text.substr(std::min(line + 1, text.size()));
  return core::base64url(core::as_bytes(text.substr(0, line))) + "." +
         core::base64url(core::as_bytes(claims)) + "." +
         core::base64url(core::Bytes(64, std::uint8_t{1}));
}

}  // namespace

// The first byte says what the others are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] == 'k')
    read_keys(text);
  else if (data[0] == 'p')
    judge(put_together(text));
  else
    judge(text);
  return 0;
}
