// What others did while somebody looked at a page.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

const std::string id = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
const std::string place = "/alerts/" + id + "/changes";

std::string alert(const std::string& history) {
  return R"({"id":")" + id +
         R"(","raised_at":"2026-11-24T09:30:00Z","kind":"licensee_matched","state":"seen",)"
         R"("entry":{"type":"decision","id":"1","recording_authority":"MAN"},)"
         R"("possible":["acknowledge","act"],"history":[)" +
         history + "]}";
}

std::string step(const std::string& by) {
  return R"({"change":"see","state":"seen","at":"2026-11-24T09:31:00Z","by":")" + by +
         R"(","note":null})";
}

std::size_t changes_asked(const Api& api) {
  std::size_t count = 0;
  for (const auto& one : api.asked)
    count += one.head.method == "POST" ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "What a colleague did meanwhile is shown, and what was typed is kept") {
  api.answer = {.status = 200, .headers = {}, .body = alert(step("O. <Other>"))};
  const auto shown = send("POST", place, "csrf=good-token&steps=0&change=act&note=Rang%20them");
  CHECK(shown.status == 409);
  CHECK(changes_asked(api) == 0);
  CHECK(has(shown, "O. &lt;Other&gt; did something here at"));
  CHECK(has(shown, "Rang them"));
  // As it stands now, the same may be sent again.
  CHECK(has(shown, R"(name="steps" value="1")"));
  CHECK(send("POST", place, "csrf=good-token&steps=1&change=act&note=x").status == 303);
  CHECK(changes_asked(api) == 1);
}

TEST_CASE_METHOD(Fixture, "One's own step is what a second press finds, and stops nothing") {
  api.answer = {.status = 200, .headers = {}, .body = alert(step("A. Yusuf"))};
  CHECK(send("POST", place, "csrf=good-token&steps=0&change=act&note=x").status == 303);
  CHECK(changes_asked(api) == 1);
}

TEST_CASE_METHOD(Fixture, "A number of steps that is none, or too many, is what there is now") {
  api.answer = {.status = 200, .headers = {}, .body = alert(step("Other"))};
  for (const auto* steps : {"", "steps=-1&", "steps=9&", "steps=1x&"})
    CHECK(
        send("POST", place, "csrf=good-token&" + std::string(steps) + "change=act&note=x").status ==
        303);
}

}  // namespace badgewatch::web::test
