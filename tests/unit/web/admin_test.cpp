// What is done once though it is sent twice, and what a page from before may not do.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace badgewatch::web::test {

namespace {

const std::string officer =
    R"({"id":"7","username":"a@lds","name":"Ada","roles":["supervisor","officer"],)"
    R"("created_at":"2026-11-24T09:30:00Z","disabled_at":null,"last_sign_in_at":null,)"
    R"("invited_until":null})";

struct Administrator : Fixture {
  Administrator() {
    who.roles = {access::Role::data_administrator};
    api.answer = {.status = 200, .headers = {}, .body = officer};
  }
  std::size_t changes() const {
    return static_cast<std::size_t>(
        std::count_if(api.asked.begin(), api.asked.end(),
                      [](const http::Request& one) { return one.head.method != "GET"; }));
  }
};

}  // namespace

TEST_CASE_METHOD(Administrator, "Roles that stand already are not given again") {
  const auto done = send("POST", "/admin/officers/7/roles",
                         "csrf=good-token&seen=officer&role_officer=yes&role_supervisor=yes");
  CHECK(done.status == 303);
  CHECK(changes() == 0);
}

TEST_CASE_METHOD(Administrator, "A page from before somebody else's change does nothing") {
  for (const std::string act : {"roles", "invitation", "sign-out", "disable", "enable"}) {
    const auto stale = send("POST", "/admin/officers/7/" + act,
                            "csrf=good-token&seen=officer&role_decision_maker=yes");
    CHECK(stale.status == 409);
    CHECK(has(stale, "It now has: Supervisor, Officer"));
    CHECK(has(stale, R"(name="seen" value="officer supervisor")"));
  }
  CHECK(changes() == 0);
}

TEST_CASE_METHOD(Administrator, "A page that shows how it stands does what it says") {
  const auto done = send("POST", "/admin/officers/7/roles",
                         "csrf=good-token&seen=officer+supervisor&role_decision_maker=yes");
  CHECK(done.status == 303);
  REQUIRE(changes() == 1);
  CHECK(api.asked.back().head.path == "/v1/officers/7/roles");
  CHECK(api.asked.back().body == R"({"roles":["decision_maker"]})");
}

TEST_CASE_METHOD(Administrator, "An officer's sessions are ended alone, and the page says so") {
  const auto done =
      send("POST", "/admin/officers/7/sign-out", "csrf=good-token&seen=officer+supervisor");
  CHECK(done.status == 200);
  CHECK(has(done, "Their sessions were ended."));
  REQUIRE(changes() == 1);
  CHECK(api.asked.back().head.method == "DELETE");
  CHECK(api.asked.back().head.path == "/v1/officers/7/sessions");
  CHECK_FALSE(has(send("GET", "/admin/officers/7"), "Their sessions were ended."));
}

TEST_CASE_METHOD(Administrator, "A test message is asked for under the key that its form bears") {
  const std::string once = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
  api.answer = {.status = 200,
                .headers = {},
                .body = R"({"id":"7","url":"https://c.example","state":"enabled","keys":[]})"};
  (void)send("POST", "/admin/webhooks/7/test", "csrf=good-token&once=" + once + "&seen=enabled+");
  REQUIRE(changes() == 1);
  CHECK(http::header(api.asked.back().head.headers, "Idempotency-Key") == once);
}

TEST_CASE_METHOD(Administrator, "A key is asked for under the key that its form bears") {
  const std::string once = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
  api.answer = {.status = 201, .headers = {}, .body = R"({"name":"Ada","key":"bw_secret"})"};
  const auto made =
      send("POST", "/admin/keys/new",
           "csrf=good-token&once=" + once + "&name=Ada&scope_checks=yes&networks=10.0.0.0%2F8%0A");
  CHECK(made.status == 200);
  CHECK(has(made, "bw_secret"));
  REQUIRE(changes() == 1);
  CHECK(http::header(api.asked.back().head.headers, "Idempotency-Key") == once);
  CHECK(api.asked.back().body == R"({"name":"Ada","scopes":["checks"],"networks":["10.0.0.0/8"]})");
}

TEST_CASE_METHOD(Administrator, "A contact that was sent twice is said once") {
  api.answer = {
      .status = 200,
      .headers = {},
      .body = R"({"team":"Taxis","telephone":"1","confirmed_at":"2026-11-24T09:30:00Z"})"};
  const std::string before = "csrf=good-token&seen=2025-11-24T09:30:00Z&team=";
  CHECK(send("POST", "/admin/contact", before + "Taxis&telephone=1").status == 303);
  const auto stale = send("POST", "/admin/contact", before + "Cabs&telephone=1");
  CHECK(stale.status == 409);
  CHECK(has(stale, "Taxis"));
  CHECK(has(stale, R"(value="Cabs")"));
  CHECK(changes() == 0);
}

TEST_CASE_METHOD(Fixture, "An officer has nothing to administer") {
  CHECK(send("GET", "/admin").status == 403);
  CHECK_FALSE(has(send("GET", "/step-up"), R"(href="/admin")"));
}

TEST_CASE_METHOD(Fixture, "An invitation is taken up by whoever is nobody yet") {
  who.somebody = false;
  CHECK(send("GET", "/invitation").status == 200);
  api.answer = {.status = 201,
                .headers = {},
                .body = R"({"username":"a@lds","totp_secret":"ABC","otpauth_uri":"otpauth://x"})"};
  const auto second = send("POST", "/invitation", "invitation=secret&new_password=pass");
  CHECK(second.status == 200);
  CHECK(has(second, R"(name="invitation" value="secret")"));
  CHECK_FALSE(has(second, "pass\""));
  CHECK(api.asked.back().body == R"({"invitation":"secret","password":"pass"})");
  // An address that is no app's makes no picture, and no fault.
  api.answer = {.status = 422, .headers = {}, .body = R"({"detail":"","errors":[]})"};
  const auto odd = send("POST", "/invitation/code",
                        "invitation=secret&code=1&otpauth_uri=" + std::string(5000, 'x'));
  CHECK(odd.status == 422);
  CHECK_FALSE(has(odd, "<svg class=\"bw-qr\""));
}

}  // namespace badgewatch::web::test
