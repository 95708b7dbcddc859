// What the API says of a field, in the words of a form.
#include "site_fixture.hpp"
#include "web/messages.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

http::Response refused(const std::string& pointer, const std::string& detail) {
  return {.status = 422,
          .headers = {{"Content-Type", "application/problem+json"}},
          .body = R"({"detail":"No.","errors":[{"pointer":")" + pointer + R"(","detail":")" +
                  detail + R"("}]})"};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "A form says what is wrong in words of a form, not of the API") {
  who.roles = {access::Role::decision_maker};
  const auto entered = [&](const std::string& pointer, const std::string& detail) {
    api.answer = refused(pointer, detail);
    return send("POST", "/decisions/new", "csrf=good-token&kind=refusal");
  };
  const auto date = entered("/decided_on", "must be a date written YYYY-MM-DD");
  CHECK(date.status == 422);
  CHECK(has(date, std::string(say("error.date"))));
  CHECK_FALSE(has(date, "YYYY-MM-DD"));
  const auto relies = entered("/relies_on_relevant_information", "must be true: only a decision");
  CHECK(has(relies, std::string(say("decision.relies.missing"))));
  CHECK_FALSE(has(relies, "must be true"));
}

TEST_CASE_METHOD(Fixture, "An authority that is longer than any code is one that nobody knows") {
  api.answer = refused("/issuer", "must have at most 8 characters");
  const auto shown = send("POST", "/concerns/new", "csrf=good-token&issuer=Birmingam");
  CHECK(shown.status == 422);
  CHECK(has(shown, std::string(say("concern.authority.unknown"))));
  CHECK_FALSE(has(shown, "at most 8"));
  CHECK(has(shown, "Birmingam"));
}

TEST_CASE_METHOD(Fixture, "An entry's form asks what section 2(4) asks, and nothing else") {
  who.roles = {access::Role::decision_maker};
  api.answer = {.status = 404, .headers = {}, .body = "{}"};
  const auto shown = send("GET", "/decisions/new");
  CHECK(shown.status == 200);
  CHECK(has(shown, "name=\"postcode\""));
  for (const auto* more : {"earlier_address", "earlier_postcode", "email", "telephone"})
    CHECK_FALSE(has(shown, "name=\"" + std::string(more) + '"'));
}

TEST_CASE_METHOD(Fixture, "Whoever presses while a first press is being done reads what to do") {
  who.roles = {access::Role::decision_maker};
  api.answer = http::problem({core::Errc::still_running, "Words of the API."});
  const std::string once = "once=0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b31";
  const auto entered = send("POST", "/decisions/new", "csrf=good-token&kind=refusal&" + once);
  CHECK(entered.status == 409);
  CHECK(has(entered, std::string(say("form.being_done"))));
  CHECK_FALSE(has(entered, "Words of the API"));
  // Pressed once more it is the same sending.
  CHECK(has(entered, "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b31"));
  who.roles = {access::Role::data_administrator};
  const auto refused = send("POST", "/admin/keys/7/end", "csrf=good-token&" + once);
  CHECK(refused.status == 409);
  CHECK(has(refused, std::string(say("form.being_done"))));
  CHECK_FALSE(has(refused, std::string(say("refused.fault.title"))));
}

TEST_CASE_METHOD(
    Fixture, "A form that is sent again with something else in it says that the first was saved") {
  who.roles = {access::Role::decision_maker};
  api.answer = http::problem({core::Errc::key_reused, "Words of the API."});
  const auto entered = send("POST", "/decisions/new", "csrf=good-token&kind=refusal");
  CHECK(entered.status == 422);
  CHECK(has(entered, std::string(say("form.sent_otherwise"))));
  CHECK_FALSE(has(entered, "Words of the API"));
}

TEST_CASE_METHOD(Fixture, "What conflicts is told as that, and not as a fault of the register") {
  who.roles = {access::Role::data_administrator};
  api.answer = http::problem({core::Errc::conflict, "It has ended already."});
  const auto refused = send("POST", "/admin/keys/7/end", "csrf=good-token");
  CHECK(refused.status == 409);
  CHECK(has(refused, std::string(say("refused.conflict.title"))));
  CHECK(has(refused, "It has ended already."));
  CHECK_FALSE(has(refused, std::string(say("refused.fault.title"))));
}

}  // namespace badgewatch::web::test
