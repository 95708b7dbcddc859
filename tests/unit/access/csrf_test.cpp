// Which unsafe requests are the register's own pages'.
#include "access/csrf.hpp"

#include "access/session_token.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

http::RequestHead head(http::Headers headers, bool https = true) {
  http::RequestHead made;
  made.method = "POST";
  made.headers = std::move(headers);
  made.headers.emplace_back("Host", "Register.example.org");
  made.https = https;
  return made;
}

bool is_own(http::Headers headers, const std::string& public_url = "", bool https = true) {
  return access::check_same_origin(head(std::move(headers), https), public_url).has_value();
}

}  // namespace

TEST_CASE("What browsers say of a request's origin is believed when it speaks against it") {
  CHECK(is_own({}));
  CHECK(is_own({{"Sec-Fetch-Site", "same-origin"}}));
  for (const std::string site : {"cross-site", "same-site", "none", "Same-Origin", ""})
    CHECK_FALSE(is_own({{"Sec-Fetch-Site", site}}));
  CHECK(is_own({{"Origin", "https://register.example.org"}}));
  for (const std::string origin :
       {"http://register.example.org", "https://register.example.org:8443",
        "https://evil.example.org", "https://register.example.org.evil.example", "null", ""})
    CHECK_FALSE(is_own({{"Origin", origin}}));
  CHECK(is_own({{"Origin", "http://register.example.org"}}, "", false));
  CHECK(is_own({{"Origin", "https://public.example.org"}}, "https://public.example.org"));
  CHECK_FALSE(is_own({{"Origin", "https://public.example.org"}}, "https://other.example.org"));
  // Each of them, and each time it stands there.
  CHECK_FALSE(is_own({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://evil.example.org"}}));
  CHECK_FALSE(
      is_own({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://register.example.org"}}));
  CHECK_FALSE(is_own({{"Sec-Fetch-Site", "same-origin"}, {"sec-fetch-site", "cross-site"}}));
}

TEST_CASE("An unsafe request carries the token of its own session") {
  const auto expected = access::csrf_token_of("token of a session");
  const auto check = [&](std::string_view sent, http::Headers headers = {}) {
    return access::check_csrf(head(std::move(headers)), "", sent, expected).has_value();
  };
  CHECK(check(expected));
  CHECK_FALSE(check(""));
  CHECK_FALSE(check(expected.substr(1)));
  CHECK_FALSE(check(access::csrf_token_of("token of another session")));
  CHECK_FALSE(check(expected, {{"Origin", "https://evil.example.org"}}));
  CHECK_FALSE(access::check_csrf(head({}), "", "", "").has_value());
  CHECK(access::is_safe("GET"));
  CHECK(access::is_safe("HEAD"));
  for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "get"})
    CHECK_FALSE(access::is_safe(method));
}

TEST_CASE("A session's cookie is bound to this host and kept from scripts") {
  core::SystemRandomness randomness;
  const auto token = access::new_session_token(randomness);
  CHECK(access::is_session_token(token.reveal()));
  CHECK(access::session_cookie(token) ==
        "__Host-badgewatch=" + token.reveal() + "; Path=/; Secure; HttpOnly; SameSite=Lax");
  CHECK(access::device_cookie(token).find("SameSite=Strict; Max-Age=") != std::string::npos);
  CHECK(access::ended_session_cookie().find("__Host-badgewatch=; ") == 0);
  CHECK(access::csrf_token_of(token.reveal()).find(token.reveal()) == std::string::npos);
  for (const std::string& text :
       {std::string(), token.reveal().substr(1), token.reveal() + "A", std::string(43, '!')})
    CHECK_FALSE(access::is_session_token(text));
}
