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

namespace {

const std::string hit_place = "/checks/" + id + "/hits/9/finding";

// A check with one hit; `finding`: what was decided about it.
std::string check(const std::string& finding) {
  return R"({"id":")" + id +
         R"(","checked_at":"2026-11-24T09:30:00Z","outcome":"possible_match","current":true,)"
         R"("freshness":"proven","proof":{"proven_at":"2026-11-24T09:30:00Z"},)"
         R"("asked":{"subject":{"names":[{"full":"Ada Lovelace"}]}},)"
         R"("hits":[{"id":"9","band":"possible","weight":3,"evidence":[],"next_step":"Ask.",)"
         R"("entry":{"type":"decision","id":"1","recording_authority":"MAN","kind":"revocation",)"
         R"("name":"Ada Lovelace","ask":{"team":"Licensing"}})" +
         finding + "}]}";
}

std::string finding(const std::string& by) {
  return R"(,"finding":{"finding":"same_person","reason":"Photograph.","found_by":")" + by +
         R"(","found_at":"2026-11-24T09:31:00Z"})";
}

}  // namespace

TEST_CASE_METHOD(Fixture, "What a colleague found meanwhile is not overwritten unseen") {
  api.answer = {.status = 200, .headers = {}, .body = check(finding("O. <Other>"))};
  const auto typed = std::string("csrf=good-token&finding=different_person&reason=Rang%20them");
  const auto shown = send("POST", hit_place, typed + "&found=");
  CHECK(shown.status == 409);
  CHECK(changes_asked(api) == 0);
  CHECK(has(shown, "O. &lt;Other&gt; did something here at"));
  CHECK(has(shown, "Rang them"));
  CHECK(has(shown, R"(name="found" value="2026-11-24T09:31:00Z")"));
  CHECK(send("POST", hit_place, typed + "&found=2026-11-24T09:31:00Z").status == 303);
  CHECK(changes_asked(api) == 1);
}

TEST_CASE_METHOD(Fixture, "One's own finding is no other's") {
  api.answer = {.status = 200, .headers = {}, .body = check(finding("A. Yusuf"))};
  CHECK(send("POST", hit_place, "csrf=good-token&finding=undecided&reason=x&found=").status == 303);
}

TEST_CASE_METHOD(Fixture, "A banner names everybody who is to be asked, once") {
  auto body = check("");
  const auto first = body.find(R"({"id":"9")");
  const auto hit = body.substr(first, body.size() - first - 2);
  auto others = hit + "," + hit;
  others.replace(others.find("MAN"), 3, "WLV");
  body.insert(first, others + ",");
  api.answer = {.status = 200, .headers = {}, .body = body};
  const auto shown = send("GET", "/checks/" + id, "");
  CHECK(shown.status == 200);
  INFO(shown.body.substr(0, 4000));
  CHECK(has(shown, "ask WLV and MAN before you decide"));
}

}  // namespace badgewatch::web::test
