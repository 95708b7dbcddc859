#include "access/provider_attempt.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

constexpr core::Hash key{1, 2, 3};
constexpr core::Instant now{1'795'514'400'000'000};

core::Instant later(std::chrono::seconds by) {
  return {now.micros + by.count() * 1'000'000};
}

access::ProviderAttempt begun(const std::string& path = "/checks?x=1") {
  static core::SeededRandomness randomness(7);
  return access::begin_attempt(key, "leeds", path, now, randomness);
}

std::string sent(const access::ProviderAttempt& attempt) {
  const auto cookie = access::attempt_cookie(attempt);
  return cookie.substr(0, cookie.find(';'));
}

http::Headers sending(const std::string& cookies) {
  return {{"Cookie", cookies}};
}

bool is_found(const access::ProviderAttempt& attempt, const std::string& cookies,
              core::Instant at = now, const std::string& provider = "leeds",
              const core::Hash& by = key) {
  return access::find_attempt(by, provider, attempt.state, sending(cookies), at).has_value();
}

}  // namespace

TEST_CASE("the browser that began a sign-in finds it again") {
  const auto attempt = begun();
  const auto found = access::find_attempt(key, "leeds", attempt.state,
                                          sending("a=b; " + sent(attempt) + "; c=d"), now);
  REQUIRE(found.has_value());
  CHECK(found->nonce == attempt.nonce);
  CHECK(found->verifier == attempt.verifier);
  CHECK(found->path == "/checks?x=1");
  CHECK(found->until == later(900s));
  CHECK(attempt.verifier.size() == 43);
  const std::set<std::string> parts{attempt.state, attempt.nonce, attempt.verifier};
  CHECK(parts.size() == 3);
}

TEST_CASE("the cookie is bound to this host, and tells none of the parts") {
  const auto attempt = begun();
  const auto cookie = access::attempt_cookie(attempt);
  CHECK(cookie.starts_with("__Host-badgewatch-sign-in-"));
  CHECK(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900"));
  for (const auto& part : {attempt.state, attempt.nonce, attempt.verifier})
    CHECK(cookie.find(part) == std::string::npos);
  CHECK(access::ended_attempt_cookie(attempt).ends_with(
      "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
}

TEST_CASE("nobody else finds it, nowhere else, and not later") {
  const auto attempt = begun();
  const auto other = begun();
  CHECK(is_found(attempt, sent(attempt)));
  CHECK(is_found(attempt, sent(other) + "; " + sent(attempt)));
  CHECK_FALSE(is_found(attempt, ""));
  CHECK_FALSE(is_found(attempt, sent(other)));
  // Another attempt's cookie under this one's name.
  CHECK_FALSE(is_found(attempt, attempt.cookie_name + "=" + other.cookie_value));
  CHECK_FALSE(is_found(attempt, sent(attempt), now, "bradford"));
  CHECK_FALSE(is_found(attempt, sent(attempt), now, "leeds", core::Hash{9}));
  CHECK(is_found(attempt, sent(attempt), later(899s)));
  CHECK_FALSE(is_found(attempt, sent(attempt), later(900s)));
  CHECK_FALSE(is_found(attempt, sent(attempt), later(-120s)));
  CHECK_FALSE(access::find_attempt(key, "leeds", "", sending(sent(attempt)), now).has_value());
  CHECK_FALSE(
      access::find_attempt(key, "leeds", attempt.state.substr(0, 10), sending(sent(attempt)), now)
          .has_value());
}

TEST_CASE("a browser is not left with more sign-ins under way than a few") {
  std::string cookies = "other=1";
  CHECK(access::ended_surplus_cookies(sending(cookies)).empty());
  std::vector<access::ProviderAttempt> attempts;
  for (int i = 0; i < 6; ++i) {
    attempts.push_back(begun());
    cookies += "; " + sent(attempts.back());
  }
  const auto ended = access::ended_surplus_cookies(sending(cookies));
  REQUIRE(ended.size() == 2);
  CHECK(ended[0] == access::ended_attempt_cookie(attempts[0]));
  CHECK(ended[1] == access::ended_attempt_cookie(attempts[1]));
}

TEST_CASE("whatever character of the cookie is changed, it is none") {
  const auto attempt = begun();
  const auto whole = sent(attempt);
  for (std::size_t i = attempt.cookie_name.size() + 1; i < whole.size(); ++i) {
    auto changed = whole;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(is_found(attempt, changed));
    CHECK_FALSE(is_found(attempt, whole.substr(0, i)));
  }
}

TEST_CASE("only paths of this site are gone back to") {
  for (const char* path : {"/", "/checks", "/a/b?c=d&e=%2F#f", "/a//b", "/:x"})
    CHECK(access::is_local_path(path));
  for (const char* path :
       {"", "checks", "//evil.example", "//evil.example/x", "/\\evil.example", "\\\\evil.example",
        "https://evil.example", "javascript:alert(1)", "/a b", "/a\nb", "/a\r\nSet-Cookie: x=y",
        "/\t/evil.example", "/caf\xC3\xA9", "?x", "#x", " /x"})
    CHECK_FALSE(access::is_local_path(path));
  CHECK(access::is_local_path("/" + std::string(499, 'x')));
  CHECK_FALSE(access::is_local_path("/" + std::string(500, 'x')));
}

TEST_CASE("the challenge is that of RFC 7636, appendix B") {
  CHECK(access::code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}
