// Reports over an API that says what the test lets it: what is not told stays untold on the page
// and in its file, and no cell of the file runs.
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

struct Reports : Fixture {
  Reports() { who.roles = {access::Role::supervisor}; }

  http::Response get(const std::string& path, const std::string& answer, int status = 200) {
    api.asked.clear();
    api.answer = {.status = status, .headers = {}, .body = answer};
    const auto query = path.find('?');
    return send("GET", path.substr(0, query), "", {},
                query == std::string::npos ? "" : path.substr(query + 1));
  }
};

constexpr const char* lateness =
    R"({"from":"2025-11-28","to":"2026-11-27","hides_counts_below":5,"authorities":[
      {"authority":"LDS","name":"=Leeds <b>","duties":[{"kind":"enter_decision","done":31,
        "done_late":null,"open":1234,"overdue":null,"most_days_late":null}]},
      {"authority":"MAN","name":"Manchester","duties":[{"kind":"rectify","done":0,
        "done_late":0,"open":0,"overdue":0,"most_days_late":0}]}]})";

}  // namespace

TEST_CASE_METHOD(Reports, "A count that is not told is few on the page and empty in the file") {
  const auto page = get("/reports/lateness", lateness);
  CHECK(page.status == 200);
  CHECK(has(page, "1. =Leeds &lt;b&gt;"));
  CHECK(has(page, ">1,234<"));
  CHECK(has(page, ">few<"));
  CHECK(has(page, R"(aria-label="not told")"));
  CHECK(has(page, "Counts under 5"));
  CHECK_FALSE(has(page, "Manchester"));  // nothing began there
  const auto file = get("/reports/lateness.csv", lateness);
  CHECK(http::header(file.headers, "Content-Type") == "text/csv; charset=utf-8");
  CHECK(http::header(file.headers, "Content-Disposition") ==
        R"(attachment; filename="lateness.csv")");
  CHECK(has(file, "LDS,'=Leeds <b>,enter_decision,31,,1234,,\r\n"));
  CHECK(has(file, "MAN,Manchester,rectify,0,0,0,0,0\r\n"));
}

TEST_CASE_METHOD(Reports, "Days that are none, or in the wrong order, are told at their boxes") {
  const std::string right = "to-day=27&to-month=3&to-year=2026";
  CHECK(get("/reports/lateness?from-day=1&from-month=2&from-year=2026&" + right, lateness).status ==
        200);
  REQUIRE(api.asked.size() == 1);
  CHECK(api.asked[0].head.query == "from=2026-02-01&to=2026-03-27");
  for (const auto* from : {"from-day=30&from-month=2&from-year=2026", "from-day=x",
                           "from-day=1&from-month=1&from-year=1", "from-year=2026"}) {
    INFO(from);
    const auto page = get("/reports/lateness?" + std::string(from) + "&" + right, lateness);
    CHECK(page.status == 422);
    CHECK(has(page, R"(href="#from-day")"));
    CHECK(has(page, R"(value="27")"));
    CHECK(api.asked.empty());
    CHECK(get("/reports/grants.csv?" + std::string(from), lateness).status == 400);
  }
  const auto crossed =
      get("/reports/grants?from-day=28&from-month=3&from-year=2026&" + right, lateness);
  CHECK(crossed.status == 422);
  CHECK(has(crossed, "The first day must not be after the last day"));
}

TEST_CASE_METHOD(Reports, "The file of a part holds that part of the API's") {
  const std::string run = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41";
  const auto file =
      get("/reports/runs/" + run + "/figures.csv",
          "authority,section,figure\r\nLDS,loopholes,\"a, \"\"b\"\"\"\r\nLDS,other,c\r\n");
  CHECK(api.asked.at(0).head.path == "/v1/reconciliations/" + run + "/report");
  CHECK(api.asked.at(0).head.query == "format=csv");
  CHECK(file.body ==
        "\xef\xbb\xbf"
        "authority,section,figure\r\nLDS,loopholes,\"a, \"\"b\"\"\"\r\n");
  CHECK(get("/reports/runs/" + run + "/figures.csv", "{}", 404).status == 404);
}

TEST_CASE_METHOD(Reports, "Who may not make the call has no page of it") {
  who.roles = {access::Role::officer};
  for (const auto* path : {"/reports/loopholes", "/reports/data-quality", "/reports/grants",
                           "/reports/concerns.csv", "/reports/runs/1"})
    CHECK(get(path, "{}").status == 403);
  CHECK(get("/reports", "{}").status == 200);
  CHECK(api.asked.empty());
}

}  // namespace badgewatch::web::test
