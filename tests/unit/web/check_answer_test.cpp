// The result of a check: whom to ask, what is said of its hits, and what was found about them.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace badgewatch::web::test {

namespace {

const std::string id = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
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

std::size_t findings_sent(const Api& api) {
  return static_cast<std::size_t>(
      std::count_if(api.asked.begin(), api.asked.end(),
                    [](const auto& one) { return one.head.method == "POST"; }));
}

std::string with(std::string text, const std::string& part, const std::string& put) {
  return text.replace(text.find(part), part.size(), put);
}

}  // namespace

TEST_CASE_METHOD(Fixture, "What a colleague found meanwhile is not overwritten unseen") {
  api.answer = {.status = 200, .headers = {}, .body = check(finding("O. <Other>"))};
  const auto typed = std::string("csrf=good-token&finding=different_person&reason=Rang%20them");
  const auto shown = send("POST", hit_place, typed + "&found=");
  CHECK(shown.status == 409);
  CHECK(findings_sent(api) == 0);
  CHECK(has(shown, "O. &lt;Other&gt; did something here at"));
  CHECK(has(shown, "Rang them"));
  CHECK(has(shown, R"(name="found" value="2026-11-24T09:31:00Z")"));
  CHECK(send("POST", hit_place, typed + "&found=2026-11-24T09:31:00Z").status == 303);
  CHECK(findings_sent(api) == 1);
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

TEST_CASE_METHOD(Fixture, "A hit on an entry that the driver disputes says so") {
  api.answer = {.status = 200,
                .headers = {},
                .body = with(check(""), R"("kind":)", R"("disputed_on":"2026-10-05","kind":)")};
  CHECK(
      has(send("GET", "/checks/" + id), "The driver has disputed this entry since 5 October 2026"));
  api.answer.body = check("");
  CHECK_FALSE(has(send("GET", "/checks/" + id), "has disputed this entry"));
}

TEST_CASE_METHOD(Fixture,
                 "Of a concern a card and a certificate say whom to ask, and leave no gap") {
  api.answer = {.status = 200,
                .headers = {},
                .body = with(check(""), R"("type":"decision")", R"("type":"concern")")};
  CHECK(has(send("GET", "/checks/" + id), R"(1. A concern <strong)"));
  const auto certificate = send("GET", "/checks/" + id + "/certificate");
  CHECK(certificate.status == 200);
  CHECK(has(certificate, "<li>A concern that MAN has reported. Not decided yet.</li>"));
}

}  // namespace badgewatch::web::test
