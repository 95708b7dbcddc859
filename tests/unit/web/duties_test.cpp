// The page of duties and the most urgent ones at home, over an API that says what it was asked.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

constexpr std::string_view place = "2026-12-04.0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";

struct DutyPages : Fixture {
  http::Response get(const std::string& path, const std::string& query, const std::string& body) {
    api.asked.clear();
    api.answers = [body](const http::Request&) {
      return http::Response{.status = 200, .headers = {}, .body = body};
    };
    return send("GET", path, "", {}, query);
  }
  // What the API was asked about duties.
  std::string asked() const {
    for (const auto& request : api.asked)
      if (request.head.path == "/v1/duties") return request.head.query;
    return "nothing";
  }
};

std::string duties(const std::string& waiting, const std::string& items, const std::string& next) {
  return R"({"waiting":)" + waiting + R"(,"duties":[)" + items + R"(],"next":)" + next + "}";
}

constexpr const char* none = R"({"count":0,"overdue":0,"count_is_whole":true})";
constexpr const char* many = R"({"count":1000,"overdue":7,"count_is_whole":false})";

std::string duty(const std::string& state) {
  return R"({"kind":"consider_concern","about":{"type":"concern","id":"0197f0a4"},"state":")" +
         state + R"(","due_on":"2026-12-04","done_on":)" +
         (state == "done" ? R"("2026-12-01")" : "null") + "}";
}

}  // namespace

TEST_CASE_METHOD(DutyPages,
                 "Duties are asked for by what the address chooses, and by nothing else") {
  const auto nothing = duties(none, "", "null");
  (void)get("/duties", "", nothing);
  CHECK(asked() == "limit=50");
  const std::string chosen = "kind=rectify&state=done&after=" + std::string(place);
  (void)get("/duties", chosen, nothing);
  CHECK(asked() == chosen + "&limit=50");
  for (const auto* wrong : {"kind=late&state=many&after=17", "state=%3Cscript%3E", "colour=red",
                            "after=2026-12-04.x", "after=x.0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11"}) {
    INFO(wrong);
    CHECK(get("/duties", wrong, nothing).status == 200);
    CHECK(asked() == "limit=50");
  }
}

TEST_CASE_METHOD(DutyPages,
                 "The page counts all, leads on and back, and says where there is none") {
  const auto page = get("/duties", "state=done&after=" + std::string(place),
                        duties(many, duty("done"), '"' + std::string(place) + '"'));
  CHECK(has(page, "Not done: 1000+. Overdue: 7."));
  CHECK(has(page, "href=\"/concerns/0197f0a4\""));
  CHECK(has(page, "4 December 2026 (done on 1 December 2026)"));
  CHECK(has(page, "href=\"/duties?state=done&amp;after=" + std::string(place) + "\""));
  CHECK(has(page, "href=\"/duties?state=done\""));
  const auto empty = get("/duties", "", duties(none, "", "null"));
  CHECK(has(empty, "Nothing is left to do."));
  CHECK_FALSE(has(empty, "rel=\"next\""));
  CHECK(has(get("/duties", "state=done", duties(none, "", "null")), "No such duty."));
}

TEST_CASE_METHOD(DutyPages, "Home asks for the most urgent duties and shows the count of all") {
  const auto page = get("/", "", duties(many, duty("overdue"), "null"));
  CHECK(asked() == "limit=20");
  CHECK(has(page, "<span class=\"bw-card__count\">1000+</span>"));
  CHECK(has(page, "Overdue: 7"));
  CHECK(has(page, "href=\"/duties\""));
}

}  // namespace badgewatch::web::test
