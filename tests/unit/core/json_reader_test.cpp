#include "core/json_reader.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::core;

namespace {

struct Body {
  explicit Body(std::string_view text) : json(parse_json(text).value()) {}
  std::string only_detail() const {
    REQUIRE(problems.size() == 1);
    return problems.front().detail;
  }
  Json json;
  Problems problems;
  JsonReader reader{json, "", problems};
};

}  // namespace

TEST_CASE("what is missing is required, and a null is missing") {
  Body body(R"({"a":null,"b":"","c":"  "})");
  (void)body.reader.string("a");
  (void)body.reader.string("b");
  (void)body.reader.date("c");
  (void)body.reader.required_member("d");
  CHECK(body.problems == Problems{{"/a", "is required"},
                                  {"/b", "is required"},
                                  {"/c", "is required"},
                                  {"/d", "is required"}});
}

TEST_CASE("a date says which of two things is wrong with it") {
  Body wrong_form(R"({"on":"3/4/2024"})");
  CHECK(!wrong_form.reader.date("on"));
  CHECK(wrong_form.only_detail() == "must be a date written YYYY-MM-DD");

  Body no_such_day(R"({"on":"2023-02-29"})");
  CHECK(!no_such_day.reader.date("on"));
  CHECK(no_such_day.only_detail() == "is not a day of the calendar");

  Body number(R"({"on":20230201})");
  CHECK(!number.reader.optional_date("on"));
  CHECK(number.only_detail() == "must be a date written YYYY-MM-DD");

  Body right(R"({"on":" 2024-02-29 "})");
  CHECK(right.reader.date("on")->iso() == "2024-02-29");
  CHECK(right.problems.empty());
}

TEST_CASE("a choice lists what is allowed") {
  Body wrong(R"({"kind":"ban"})");
  CHECK(!wrong.reader.choice("kind", {"refusal", "revocation"}));
  CHECK(wrong.only_detail() == "must be one of refusal, revocation");

  Body missing("{}");
  CHECK(!missing.reader.choice("kind", {"refusal", "revocation"}));
  CHECK(missing.only_detail() == "is required, and must be one of refusal, revocation");

  Body right(R"({"kind":"revocation"})");
  CHECK(right.reader.choice("kind", {"refusal", "revocation"}) == 1);
  CHECK(right.problems.empty());
}

TEST_CASE("whole numbers, lists and flags keep to their bounds") {
  Body body(R"({"n":11,"m":1.5,"k":10,"list":[1,2,3],"text":"x","flag":false})");
  CHECK(!body.reader.optional_integer("n", 1, 10));
  CHECK(!body.reader.optional_integer("m", 1, 10));
  CHECK(body.reader.optional_integer("k", 1, 10) == 10);
  CHECK(body.reader.optional_array("list", 2) == nullptr);
  CHECK(body.reader.optional_array("list", 3)->size() == 3);
  CHECK(body.reader.optional_array("text", 3) == nullptr);
  CHECK(body.reader.optional_boolean("flag") == false);
  CHECK(body.problems == Problems{{"/n", "must be a whole number from 1 to 10"},
                                  {"/m", "must be a whole number from 1 to 10"},
                                  {"/list", "must have at most 2 items"},
                                  {"/text", "must be a list"}});
}

TEST_CASE("text is measured in characters and not in bytes") {
  Body body(R"({"a":"éééé","b":"ééééé"})");
  CHECK(body.reader.string("a", 4) == "éééé");
  CHECK(body.reader.string("b", 4).empty());
  CHECK(body.problems == Problems{{"/b", "must have at most 4 characters"}});
}

TEST_CASE("a field that nobody asked for is reported") {
  Body body(R"({"a":"x","~/":null})");
  (void)body.reader.string("a");
  body.reader.finish();
  CHECK(body.problems == Problems{{"/~0~1", "is not a field that is known here"}});
}

TEST_CASE("what is no object is one problem and not one for each field") {
  Body body("[1]");
  (void)body.reader.string("a");
  (void)body.reader.choice("b", {"x"});
  body.reader.finish();
  CHECK(body.problems == Problems{{"", "must be an object"}});
}
