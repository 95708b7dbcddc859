// The pages of the API hold all of config/openapi.json, and what they lead to is there.
#include "site_fixture.hpp"
#include "web/api_text.hpp"
#include "web/api_types.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace badgewatch::web::test {

namespace {

std::string real_text() {
  std::ostringstream text;
  text << std::ifstream(std::string(BW_SOURCE_DIR) + "/config/openapi.json").rdbuf();
  return text.str();
}

struct ApiPages : Fixture {
  ApiPages() {
    who.somebody = false;
    api.answer = {.status = 200, .headers = {}, .body = real_text()};
  }
};

std::string escaped(std::string text) {
  for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1))
    text.replace(at, 1, "&amp;");
  return text;
}

std::set<std::string> links_of(const http::Response& page) {
  std::set<std::string> links;
  constexpr std::string_view front = "href=\"/help/api/";
  for (auto at = page.body.find(front); at != std::string::npos;
       at = page.body.find(front, at + 1)) {
    const auto begin = at + 6;
    links.insert(page.body.substr(begin, page.body.find('"', begin) - begin));
  }
  return links;
}

}  // namespace

TEST_CASE_METHOD(ApiPages, "Every call has a page with its parameters, its answers and who may") {
  const auto document = ApiDocument::read(real_text());
  REQUIRE(document.operations().size() > 100);
  const auto list = send("GET", "/help/api");
  std::set<std::string> links = links_of(list);
  std::size_t largest = list.body.size();
  for (const auto& one : document.operations()) {
    INFO(one.id);
    CHECK(links.contains("/help/api/" + one.id));
    const auto page = send("GET", "/help/api/" + one.id);
    REQUIRE(page.status == 200);
    largest = std::max(largest, page.body.size());
    CHECK(has(page, one.method + " " + one.path));
    CHECK(has(page, "Who may call it"));
    for (const auto& item : one.json["parameters"].items())
      CHECK(has(page, ">" + document.followed(JsonView(item))["name"].text() + "<"));
    for (const auto& [status, answer] : one.json["responses"].members())
      CHECK(has(page, ">" + status + "<"));
    for (const auto& security : one.json["security"].items())
      for (const auto& scope : JsonView(security)["apiKey"].items())
        CHECK(has(page, "the scope " + JsonView(scope).text()));
    for (const auto& link : links_of(page))
      links.insert(link);
  }
  // With style and script a page is to weigh 60 kB at most: pages themselves are not squeezed.
  CHECK(largest <= 40'000);
  std::set<std::string> seen;
  while (!links.empty()) {
    const auto link = *links.begin();
    links.erase(links.begin());
    if (!seen.insert(link).second) continue;
    INFO(link);
    const auto page = send("GET", link);
    REQUIRE(page.status == 200);
    CHECK(page.body.size() <= 40'000);
    for (const auto& one : links_of(page))
      if (!seen.contains(one)) links.insert(one);
  }
  CHECK(seen.size() > document.operations().size() + 50);
  CHECK(send("GET", "/help/api/noSuchCall").status == 404);
  CHECK(send("GET", "/help/api/schemas/NoSuchSchema").status == 404);
}

TEST_CASE_METHOD(ApiPages, "Who may is what the register decides by") {
  const auto concern = send("GET", "/help/api/getConcern");
  CHECK(has(concern, "officers, decision makers, supervisors"));
  CHECK(has(concern, "People must have shown a code in the last minutes"));
  CHECK(has(concern, "Answered as if it were not there (404)"));
  CHECK(has(send("GET", "/help/api/postSession"), "Everybody, without a key"));
  CHECK(has(send("GET", "/help/api/getSession"), "None: it is for people who are signed in"));
}

TEST_CASE_METHOD(ApiPages, "A field tells its type, its bounds and what it means") {
  const auto page = send("GET", "/help/api/schemas/Person");
  CHECK(has(page, escaped("list of Name: items 1 to 20 (always there)")));
  CHECK(has(page, "href=\"/help/api/schemas/Name\""));
  CHECK(has(page, "<code class=\"bw-word\">1985-03-14</code>"));
}

TEST_CASE("Types are told in words") {
  const auto said = [](const char* text) {
    const auto json = core::parse_json(text);
    return type_text(JsonView(*json));
  };
  CHECK(said(R"({"type":"string","minLength":1,"maxLength":40})") == "text: length 1 to 40");
  CHECK(said(R"({"type":["integer","null"],"minimum":0})") ==
        "whole number or null: value at least 0");
  CHECK(said(R"({"type":"string","enum":["a","b"]})") == "text: one of a, b");
  CHECK(said(R"({"type":"array","items":{"$ref":"#/components/schemas/Hit"},"maxItems":200})") ==
        "list of Hit: items at most 200");
  CHECK(said(R"({"oneOf":[{"$ref":"#/x/Uuid"},{"type":"null"}]})") == "Uuid or null");
  CHECK(said(R"({"type":"boolean","const":true})") == "true or false: always true");
  CHECK(said("{}") == "anything");
}

TEST_CASE(
    "Fields of objects within an object are told with it, those with a name of their own are not") {
  const auto json = core::parse_json(
      R"({"required":["a"],"properties":{"a":{"type":"object","properties":{"b":{"type":"string"}}},
          "c":{"type":"array","items":{"properties":{"d":{"$ref":"#/x/D"}}}}}})");
  const auto fields = fields_of(JsonView(*json));
  std::vector<std::string> names;
  for (const auto& one : fields)
    names.push_back(one.name);
  CHECK(names == std::vector<std::string>{"a", "a.b", "c", "c[].d"});
  CHECK(fields[0].required);
  CHECK(fields[3].schema == "D");
}

TEST_CASE("What is written between backticks is code, and an example is JSON to be read") {
  const auto words = render(api_words("Send `a<b>` <i>."));
  CHECK(words.find("Send <code class=\"bw-word\">a&lt;b&gt;</code> &lt;i&gt;.") !=
        std::string::npos);
  const auto json = core::parse_json(R"({"a":[1,{"b":"\"x\""}],"c":{},"d":[],"e":null,"f":0.25})");
  CHECK(example_text(*json) ==
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"\\\"x\\\"\"\n    }\n  ],\n  \"c\": {},\n"
        "  \"d\": [],\n  \"e\": null,\n  \"f\": 0.25\n}");
  CHECK(example_text(core::Json(std::string("a,b\r\n"))) == "a,b\r\n");
}

TEST_CASE_METHOD(Fixture, "Without the document there is no page of it") {
  CHECK(ApiDocument::read("").operations().empty());
  CHECK(ApiDocument::read("[1]").operations().empty());
  CHECK(send("GET", "/help/api").status == 404);
}

}  // namespace badgewatch::web::test
