// A new password, another authenticator app, new recovery codes, by whoever is signed in.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace badgewatch::web::test {

namespace {

constexpr std::array<std::string_view, 3> places = {"/account/password", "/account/app",
                                                    "/account/recovery-codes"};
constexpr std::string_view both = "csrf=good-token&password=old-one&new_password=new-one";
constexpr std::string_view app =
    "csrf=good-token&username=a%40lds&totp_secret=ABCDEF&otpauth_uri=otpauth%3A%2F%2Fx";

struct Factors : Fixture {
  // What the API says to a change; and to who asks whose session it is.
  http::Response changed = {.status = 204, .headers = {}, .body = {}};
  std::string username = "a@lds";
  std::string fresh_until = "2040-01-01T00:00:00Z";

  Factors() {
    api.answers = [this](const http::Request& request) {
      if (request.head.method != "GET") return changed;
      const auto own = R"({"officer":{"username":")" + username +
                       R"("},"second_factor_fresh_until":")" + fresh_until + R"("})";
      return http::Response{.status = 200, .headers = {}, .body = own};
    };
  }

  http::Response post(const std::string& path, std::string_view body) {
    return send("POST", path, std::string(body));
  }
  // Those of the API that change something.
  std::vector<std::string> changes() const {
    std::vector<std::string> found;
    for (const auto& one : api.asked)
      if (one.head.method != "GET")
        found.push_back(one.head.method + " " + one.head.path + " " + one.body);
    return found;
  }
  static http::Response problem(int status, const std::string& detail) {
    return {.status = status,
            .headers = {},
            .body = R"({"type":"about:blank","detail":")" + detail + R"("})"};
  }
};

}  // namespace

TEST_CASE_METHOD(Factors, "Each has a page, which changes nothing by being looked at") {
  for (const auto place : places) {
    INFO(place);
    const auto page = send("GET", std::string(place));
    CHECK(page.status == 200);
    CHECK(has(page, "action=\"" + std::string(place) + "\""));
    CHECK(has(page, R"(href="/account")"));
  }
  CHECK(changes().empty());
}

TEST_CASE_METHOD(Factors, "Who comes by an identity provider is told that it keeps all of it") {
  username.clear();
  fresh_until.clear();  // a code of the register's is nothing that they have
  for (const auto place : places) {
    INFO(place);
    const auto page = send("GET", std::string(place));
    CHECK(page.status == 409);
    CHECK(has(page, "It keeps your password and your second factor"));
    CHECK_FALSE(has(page, "action=\"" + std::string(place) + "\""));
  }
  changed = problem(409, "You have no account of the register's own.");
  CHECK(has(post("/account/password", both), "It keeps your password"));
  CHECK(has(post("/account/app", "csrf=good-token"), "It keeps your password"));
  CHECK(has(post("/account/recovery-codes", "csrf=good-token"), "It keeps your password"));
}

TEST_CASE_METHOD(Factors, "A code is asked for before the form and not behind it") {
  for (const std::string until : {"2026-01-01T00:00:00Z", ""}) {
    fresh_until = until;
    for (const auto place : places) {
      INFO(place);
      const auto page = send("GET", std::string(place));
      CHECK(page.status == 403);
      CHECK(has(page, "Show a code once more"));
      CHECK(has(page, "name=\"then\" value=\"" + std::string(place) + "\""));
    }
  }
}

TEST_CASE_METHOD(Factors, "A password is changed with the present one, and stands in no page") {
  const auto done = post("/account/password", both);
  CHECK(done.status == 200);
  CHECK(has(done, "Your password is changed"));
  CHECK(has(done, "signed out in every other browser"));
  CHECK(changes() ==
        std::vector<std::string>{
            R"(PUT /v1/session/password {"password":"old-one","new_password":"new-one"})"});
  for (const auto& answer :
       {done, post("/account/password", "csrf=good-token&password=old-one&new_password=")}) {
    CHECK_FALSE(has(answer, "old-one"));
    CHECK_FALSE(has(answer, "new-one"));
  }
}

TEST_CASE_METHOD(Factors, "What is wrong with a password is said at its box") {
  const auto none = post("/account/password", "csrf=good-token&password=&new_password=");
  CHECK(none.status == 422);
  CHECK(has(none, R"(<a href="#password">Enter your present password</a>)"));
  CHECK(has(none, R"(<a href="#new_password">Enter the password that you want to have</a>)"));
  CHECK(changes().empty());

  changed = problem(403, "Your present password is not that one.");
  const auto wrong = post("/account/password", both);
  CHECK(wrong.status == 403);
  CHECK(has(wrong, R"(<a href="#password">This is not your present password)"));
  CHECK_FALSE(has(wrong, "You may not do this"));

  changed = problem(429, "Too many tries: wait 5 minutes.");
  const auto often = post("/account/password", both);
  CHECK(often.status == 429);
  CHECK(has(often, R"(<a href="#password">Too many tries: wait 5 minutes.</a>)"));

  changed = {
      .status = 422,
      .headers = {},
      .body =
          R"({"errors":[{"pointer":"/new_password","detail":"must have 12 to 128 characters"}]})"};
  const auto weak = post("/account/password", both);
  CHECK(weak.status == 422);
  CHECK(has(weak, R"(<a href="#new_password">New password must have 12 to 128 characters</a>)"));
}

TEST_CASE_METHOD(Factors, "Passwords that could not be sent are asked for again, and not kept") {
  changed = http::step_up_required("Show it again.");
  const auto code = post("/account/password", both);
  CHECK(code.status == 403);
  CHECK(has(code, R"(name="kept_for" value="/account/password")"));
  CHECK_FALSE(has(code, "old-one"));
  CHECK_FALSE(has(code, "new-one"));
  changed = {.status = 200, .headers = {}, .body = R"({"csrf_token":"good-token"})"};
  const auto kept = post("/step-up",
                         "csrf=good-token&code=123456&kept_for=%2Faccount%2Fpassword"
                         "&kept_lacking=yes");
  CHECK(has(kept, "No page keeps a password"));
  CHECK_FALSE(has(kept, "Nothing is lost"));
  CHECK_FALSE(has(kept, "lacking"));
  // As that page sends it on.
  const auto again = post("/account/password", "csrf=good-token");
  CHECK(again.status == 200);
  CHECK(has(again, "Change your password"));
  CHECK_FALSE(has(again, "There is a problem"));
  // A page of before another sign-in says the same.
  CHECK(has(post("/account/password", "csrf=other&password=a&new_password=b"),
            "No page keeps a password"));
}

TEST_CASE_METHOD(Factors, "An app is shown once, and is in force when a code of it is confirmed") {
  changed = {.status = 201,
             .headers = {},
             .body = R"({"username":"a@lds","totp_secret":"ABCDEF","otpauth_uri":"otpauth://x"})"};
  const auto shown = post("/account/app", "csrf=good-token");
  CHECK(shown.status == 200);
  CHECK(has(shown, "ABCDEF"));
  CHECK(has(shown, R"(<svg class="bw-qr")"));
  CHECK(has(shown, R"(action="/account/app/code")"));

  api.asked.clear();
  const auto none = post("/account/app/code", std::string(app) + "&code=+");
  CHECK(none.status == 422);
  CHECK(has(none, R"(<a href="#code">Enter the 6 digits that the app shows now</a>)"));
  CHECK(has(none, "ABCDEF"));
  CHECK(post("/account/app/code", app).status == 200);  // kept while a code was asked for
  CHECK(changes().empty());

  changed = {.status = 422,
             .headers = {},
             .body = R"({"errors":[{"pointer":"/code","detail":"is not the code of the new )"
                     R"(secret"}]})"};
  const auto wrong = post("/account/app/code", std::string(app) + "&code=000000");
  CHECK(wrong.status == 422);
  CHECK(has(wrong, R"(<a href="#code">Code is not the code of the new secret</a>)"));
  CHECK(has(wrong, "ABCDEF"));

  changed = {.status = 201, .headers = {}, .body = R"({"recovery_codes":["aaaa-1","bbbb-2"]})"};
  const auto done = post("/account/app/code", std::string(app) + "&code=+123456");
  CHECK(done.status == 200);
  CHECK(has(done, "Your new app is in force"));
  CHECK(has(done, "aaaa-1"));
  CHECK(has(done, "bbbb-2"));
  CHECK_FALSE(has(done, "ABCDEF"));
  CHECK(changes().back() == R"(POST /v1/session/totp/confirmation {"code":"123456"})");
}

TEST_CASE_METHOD(Factors, "A second press on a code leads to recovery codes that can be seen") {
  changed = problem(409, "There is no new second factor to be confirmed.");
  const auto second = post("/account/app/code", std::string(app) + "&code=123456");
  CHECK(second.status == 409);
  CHECK(has(second, "No app waits for a code"));
  CHECK(has(second, R"(href="/account/recovery-codes")"));
}

TEST_CASE_METHOD(Factors, "Recovery codes are made by a press alone and shown once") {
  changed = {.status = 201, .headers = {}, .body = R"({"recovery_codes":["aaaa-1","bbbb-2"]})"};
  const auto done = post("/account/recovery-codes", "csrf=good-token");
  CHECK(done.status == 200);
  CHECK(has(done, "aaaa-1"));
  CHECK(has(done, "never again"));
  CHECK(changes() == std::vector<std::string>{"POST /v1/session/recovery-codes "});
  changed = http::step_up_required("Show it again.");
  CHECK(has(post("/account/recovery-codes", "csrf=good-token"), "Show a code once more"));
}

}  // namespace badgewatch::web::test
