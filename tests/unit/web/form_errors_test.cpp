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

}  // namespace badgewatch::web::test
