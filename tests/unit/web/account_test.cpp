// How somebody signs in, where they are signed in, and signing out there.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace badgewatch::web::test {

namespace {

constexpr std::string_view here =
    R"({"id":"1","this_one":true,"method":"password","address":"192.0.2.1","program":"Mozilla",)"
    R"("began_at":"2026-11-24T09:30:00Z","seen_at":"2026-11-24T09:31:00Z",)"
    R"("ends_at":"2026-11-24T17:30:00Z"})";
constexpr std::string_view there =
    R"({"id":"2","this_one":false,"method":"password","address":"192.0.2.2",)"
    R"("program":"<b>Other</b>","began_at":"2026-11-24T08:30:00Z",)"
    R"("seen_at":"2026-11-24T08:31:00Z","ends_at":"2026-11-24T16:30:00Z"})";

std::string sessions(std::string_view more) {
  return R"({"sessions":[)" + std::string(here) + std::string(more) + "]}";
}

struct Account : Fixture {
  // What the API says to whoever ends one; the list is always there.
  http::Response ending = {.status = 204, .headers = {}, .body = {}};
  std::string listed = sessions("," + std::string(there));
  std::string username = "a.yusuf@lds";  // empty: of an identity provider

  Account() {
    api.answers = [this](const http::Request& request) {
      if (request.head.method != "GET") return ending;
      const auto own = R"({"officer":{"username":")" + username + R"("}})";
      const bool is_list = request.head.path == "/v1/sessions";
      return http::Response{.status = 200, .headers = {}, .body = is_list ? listed : own};
    };
  }
};

}  // namespace

TEST_CASE_METHOD(Account, "Each session is shown, and others than this one can be ended") {
  const auto page = send("GET", "/account");
  CHECK(page.status == 200);
  CHECK(has(page, "This browser"));
  CHECK(has(page, "192.0.2.2"));
  CHECK(has(page, "&lt;b&gt;Other&lt;/b&gt;"));
  CHECK(has(page, R"(value="2")"));
  CHECK_FALSE(has(page, R"(value="1")"));
  CHECK(has(page, R"(href="/account")"));
}

TEST_CASE_METHOD(Account, "What one signs in with is changed here, or at the identity provider") {
  const std::array<std::string_view, 3> places = {
      R"(href="/account/password")", R"(href="/account/app")", R"(href="/account/recovery-codes")"};
  const auto own = send("GET", "/account");
  CHECK(has(own, "a.yusuf@lds"));
  CHECK_FALSE(has(own, "identity provider"));
  username.clear();
  const auto theirs = send("GET", "/account");
  CHECK(has(theirs, "It keeps your password and your second factor"));
  CHECK(has(theirs, "change your password at your identity provider"));
  for (const auto place : places) {
    CHECK(has(own, place));
    CHECK_FALSE(has(theirs, place));
  }
}

TEST_CASE_METHOD(Account, "Who is signed in here alone has nothing to choose") {
  listed = sessions("");
  const auto page = send("GET", "/account");
  CHECK(has(page, "You are signed in here alone."));
  CHECK_FALSE(has(page, "Sign out there"));
}

TEST_CASE_METHOD(Account, "The one that was chosen is ended, and nothing where none was") {
  CHECK(send("POST", "/account/sign-out", "csrf=good-token&session=2").status == 303);
  CHECK(api.asked.back().head.method == "DELETE");
  CHECK(api.asked.back().head.path == "/v1/sessions/2");
  const auto none = send("POST", "/account/sign-out", "csrf=good-token");
  CHECK(none.status == 422);
  CHECK(has(none, "Select where to sign out"));
  api.asked.clear();
  (void)send("POST", "/account/sign-out", "csrf=bad&session=2");
  for (const auto& one : api.asked)
    CHECK(one.head.method == "GET");
}

TEST_CASE_METHOD(Account, "One that has ended meanwhile is not there, and a code is asked for") {
  ending = http::problem({core::Errc::not_found, "no"});
  CHECK(send("POST", "/account/sign-out", "csrf=good-token&session=2").status == 303);
  ending = http::step_up_required("Show it again.");
  const auto asked = send("POST", "/account/sign-out", "csrf=good-token&session=2");
  CHECK(asked.status == 403);
  CHECK(has(asked, "Show a code once more"));
}

}  // namespace badgewatch::web::test
