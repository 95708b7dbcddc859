// Reports over an API that says what the test lets it: what is not told stays untold on the page
// and in its file, and no cell of the file runs.
#include "site_fixture.hpp"
#include "web/messages.hpp"
#include "web/run_counts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

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

TEST_CASE_METHOD(Reports, "A long table comes in pages of which each is reached from the next") {
  std::string all = R"({"from":"2025-11-28","to":"2026-11-27","authorities":[)";
  for (int i = 0; i < 65; ++i)
    all += std::string(i == 0 ? "" : ",") + R"({"authority":"LDS","name":"A)" +
           std::to_string(100 + i) +
           R"(","duties":[{"kind":"rectify","done":9,"done_late":1,"open":0,"overdue":0}]})";
  all += "]}";
  const auto shown = [&](const std::string& query, int place) {
    const auto page = get("/reports/lateness?from-year=2026&from-month=1&from-day=2" + query, all);
    CHECK(page.status == 200);
    return has(page, ">" + std::to_string(place) + ". A" + std::to_string(99 + place) + "<");
  };
  CHECK(shown("", 1));
  CHECK(shown("", 30));
  CHECK_FALSE(shown("", 31));
  CHECK(shown("&page=3", 65));
  CHECK_FALSE(shown("&page=3", 60));
  for (const auto* odd : {"&page=0", "&page=-7", "&page=x", "&page=99999999999"})
    CHECK(shown(odd, 1));
  CHECK(shown("&page=4", 65));  // beyond the last one
  const auto middle = get("/reports/lateness?from-year=2026&from-month=1&from-day=2&page=2", all);
  CHECK(
      has(middle, R"(from-year=2026&amp;to-day=27&amp;to-month=11&amp;to-year=2026&amp;page=3")"));
  CHECK(has(middle, "rel=\"prev\""));
  const auto file = get("/reports/lateness.csv", all);
  CHECK(has(file, "A164"));
}

TEST_CASE_METHOD(Reports, "However many grants there are, the page shows some and tells the rest") {
  // 50 of 1,055, as it asks for them; one of a merged house stands under its old code.
  const auto report = [](const char* more_of_first) {
    std::string text = R"({"from":"2025-11-28","to":"2026-11-27","granted":1055,"searched":0,
      "without_licence_number":0,"without_search_count":1055,"against_undecided_hit_count":51,
      "without_search":[)";
    for (int i = 0; i < 50; ++i)
      text += std::string(i == 0 ? "" : ",") + R"({"licence_number":"PH/)" +
              std::to_string(10'000 + i) +
              R"(","status":"current","granted_on":"2026-01-02","why":"no_outcome")" +
              (i == 0 ? more_of_first : "") + "}";
    text += R"(],"against_undecided_hit":[)";
    for (int i = 0; i < 50; ++i)
      text += std::string(i == 0 ? "" : ",") +
              R"({"check":"0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b12","result":"granted",
                  "decided_on":"2026-01-02","undecided_hits":1,"recorded_by":"R)" +
              std::to_string(i) + R"("})";
    return text + "]}";
  };
  const auto page = get("/reports/grants", report(""));
  REQUIRE(api.asked.size() == 1);
  CHECK(api.asked[0].head.query == "limit=50");
  CHECK(has(page, "PH/10049"));
  CHECK(has(page, "1005 more are not shown here."));
  CHECK(has(page, "R49"));
  CHECK(has(page, "1 more are not shown here."));
  CHECK_FALSE(has(page, "Stands under"));
  CHECK(page.body.size() < 55'000);

  const auto of_house =
      get("/reports/grants?from-day=1&from-month=1&from-year=2026&to-day=27&"
          "to-month=11&to-year=2026",
          report(R"(,"former":"OLD")"));
  CHECK(api.asked[0].head.query == "from=2026-01-01&to=2026-11-27&limit=50");
  CHECK(has(of_house, "Stands under"));
  CHECK(has(of_house, ">OLD<"));

  (void)get("/reports/grants.csv", report(""));
  CHECK(api.asked[0].head.query == "format=csv");
}

TEST_CASE_METHOD(Reports,
                 "An operator sees the authorities that a figure says need looking at most") {
  who.roles = {access::Role::registrar};
  const auto answer = [](const char* section) {
    return std::string(
               R"({"reconciliations":[{"id":"0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41","state":"done"}],
      "authority":null,"finished_at":"2026-11-24T03:45:09.500Z","figures":[
      {"figure":"f","section":")") +
           section + R"(","label":"The figure","own":{"count":9,"of":30,"part":0.3},
       "national":{"count":null,"of":0,"part":null},"earlier":[]}],"authorities":[
      {"authority":"A","figures":[{"figure":"f","count":5,"of":10}]},
      {"authority":"B","figures":[{"figure":"f","count":null,"of":10}]},
      {"authority":"C","figures":[{"figure":"f","count":9,"of":10}]}]})";
  };
  const auto order = [](const http::Response& page) {
    std::string found;
    for (const auto* name : {"A", "B", "C"})
      REQUIRE(
          has(page, "<th scope=\"row\" class=\"govuk-table__header\">" + std::string(name) + "<"));
    const auto at = [&](const char* name) {
      return page.body.find("govuk-table__header\">" + std::string(name) + "<");
    };
    return std::vector<bool>{at("C") < at("A"), at("A") < at("B")};
  };
  CHECK_FALSE(has(get("/reports/loopholes", answer("loopholes")), ">C<"));
  const auto loopholes = get("/reports/loopholes?figure=f", answer("loopholes"));
  CHECK(order(loopholes) == std::vector<bool>{true, true});
  CHECK(has(loopholes, "few of 10"));
  CHECK(order(get("/reports/data-quality?figure=f", answer("completeness"))) ==
        std::vector<bool>{false, true});
  CHECK_FALSE(has(get("/reports/loopholes?figure=%3Cb%3E", answer("loopholes")), "<b>"));
}

TEST_CASE_METHOD(Reports, "What a run counts stands behind what it is of") {
  std::string counts;
  for (const auto name : run_counts)
    counts += (counts.empty() ? "\"" : ",\"") + std::string(name) + "\":1";
  const std::string run = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41";
  const auto page =
      get("/reports/runs/" + run, R"({"id":")" + run + R"(","state":"done","counts":{)" + counts +
                                      R"(,"another":1},"differences":[]})");
  REQUIRE(page.status == 200);
  std::size_t before = 0;
  for (const auto name : run_counts) {
    INFO(name);
    const auto at = page.body.find(">" + say_of("run_count.", name) + "<");
    REQUIRE(at != std::string::npos);
    CHECK(at > before);
    before = at;
  }
  // One of a newer register is not left out.
  CHECK(page.body.find(">another<") > before);
  CHECK(page.body.find(">another<") != std::string::npos);
}

TEST_CASE("A page knows in which order to say each thing that a run counts") {
  std::size_t explained = 0;
  for (const auto name : run_counts) {
    INFO(name);
    CHECK(std::count(run_counts.begin(), run_counts.end(), name) == 1);
    explained += domain::explanation_named(name) ? 1 : 0;
  }
  CHECK(explained == 8);
  CHECK(run_counts.size() == 14);
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

TEST_CASE_METHOD(Reports,
                 "All figures of a run are one file that asks for nothing and leads nowhere") {
  const std::string run = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b41";
  const std::string report =
      R"({"run":")" + run +
      R"(","authority":"LDS","finished_at":"2026-11-27T03:50:00Z","figures":[{"section":"loopholes",
        "figure":"loophole.several_councils","label":"Licensed <b>twice","earlier":[],
        "own":{"count":1,"of":3,"part":0.3333},"national":{"count":null,"of":null,"part":null}}]})";
  const auto page = get("/reports/runs/" + run + "/figures", report);
  CHECK(has(page, "/reports/runs/" + run + "/figures.html"));
  const auto file = get("/reports/runs/" + run + "/figures.html", report);
  REQUIRE(file.status == 200);
  CHECK(http::header(file.headers, "Content-Disposition") ==
        R"(attachment; filename="figures.html")");
  CHECK(has(file, "<style>"));
  CHECK(has(file, "@media print"));
  CHECK(has(file, "<svg"));
  CHECK(has(file, "Licensed &lt;b&gt;twice"));
  for (const auto* outside : {"href=", "src=", "<script", "<link", "@import", "url(/", "url(\"/",
                              "url(http", "<form", "Amina"}) {
    INFO(outside);
    CHECK_FALSE(has(file, outside));
  }
  CHECK(get("/reports/runs/" + run + "/figures.html", "{}", 404).status == 404);
}

TEST_CASE_METHOD(Reports, "Who may not make the call has no page of it") {
  who.roles = {access::Role::officer};
  for (const auto* path :
       {"/reports/loopholes", "/reports/data-quality", "/reports/grants", "/reports/concerns.csv",
        "/reports/runs/1", "/reports/runs/1/figures.html"})
    CHECK(get(path, "{}").status == 403);
  CHECK(get("/reports", "{}").status == 200);
  CHECK(api.asked.empty());
}

}  // namespace badgewatch::web::test
