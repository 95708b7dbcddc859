#include "core/json.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::core;

TEST_CASE("JSON with surprises is refused") {
  const std::string deep_enough(32, '[');
  const std::string too_deep(33, '[');
  const std::vector<std::string> refused{
      R"({"a":1,"a":2})",
      R"({"a":{"b":1,"b":1}})",
      R"({"a":"x\u0000y"})",
      R"({"a\u0000":1})",
      "1e400",
      "-1e400",
      "123456789012345678901234567890",
      too_deep + std::string(33, ']'),
      "\"\xff\"",
      "\"\xc3\"",
      R"("\ud800")",
      "{} x",
      "{}{}",
      "",
      " ",
      "NaN",
      "{'a':1}",
      "[1,]",
      "// no\n1",
      "\xEF\xBB\xBF{}",
      "{\"a\":\"line\nbreak\"}",
  };
  for (const auto& text : refused) {
    INFO(text);
    const auto json = parse_json(text);
    REQUIRE(json.has_error());
    CHECK(json.error().code() == Errc::malformed);
    CHECK(!json.error().detail().empty());
  }
  CHECK(parse_json(deep_enough + std::string(32, ']')).has_value());
}

TEST_CASE("a syntax error says where in the document it is") {
  const auto pointer = [](std::string_view text) {
    const auto error = parse_json(text).error();
    return error.fields().size() == 1 ? error.fields().front().pointer : std::string("?");
  };
  CHECK(pointer("") == "");
  CHECK(pointer(R"({"a":1,"a":2})") == "/a");
  CHECK(pointer(R"({"a":{"b":[1,{"c":1,"c":2}]}})") == "/a/b/1/c");
  CHECK(pointer(R"({"a":[[1e400]]})") == "/a/0/0");
  CHECK(pointer(R"({"a/b":"\u0000"})") == "/a~1b");
  std::string many = "{";
  for (int i = 0; i < 40; ++i)
    many += "\"m" + std::to_string(i) + "\":1,";
  CHECK(pointer(many + R"("m7":1})") == "/m7");
}

TEST_CASE("JSON is read as it stands") {
  const auto json =
      parse_json(R"( {"n":-5,"big":9223372036854775807,"d":1.5,"t":true,"z":null,"s":"é\n"} )")
          .value();
  CHECK(*json.find("n")->integer() == -5);
  CHECK(*json.find("big")->integer() == INT64_MAX);
  CHECK(json.find("d")->number() == 1.5);
  CHECK(*json.find("t")->boolean());
  CHECK(json.find("z")->is_null());
  CHECK(*json.find("s")->string() == "é\n");
  CHECK(json.find("missing") == nullptr);
}

TEST_CASE("an error never repeats what was sent") {
  const auto json = parse_json(R"({"name":"Secretname","name":"x"})");
  REQUIRE(json.has_error());
  CHECK(json.error().detail().find("Secretname") == std::string::npos);
}

TEST_CASE("what is written is read back") {
  JsonWriter out;
  out.begin_object().member("text", "a\"b\\c\x01é").key("list").begin_array();
  out.value(1).value(true).value(nullptr).value(0.75, 4).end_array();
  out.key("raw").raw("{}").end_object();
  CHECK(out.text() == R"({"text":"a\"b\\c\u0001é","list":[1,true,null,0.75],"raw":{}})");
  CHECK(*parse_json(out.text())->find("text")->string() == "a\"b\\c\x01é");
}

TEST_CASE("a reader collects every wrong field with its pointer") {
  const auto json =
      parse_json(R"({"a/b":3,"when":"2024-02-30","kind":"x","flag":"yes","extra":1,"late":" "})")
          .value();
  Problems problems;
  JsonReader reader(json, "/subject", problems);
  CHECK(reader.string("a/b").empty());
  CHECK(!reader.date("when"));
  CHECK(!reader.choice("kind", {"one", "two"}));
  CHECK(!reader.optional_boolean("flag"));
  CHECK(reader.string("late").empty());
  CHECK(!reader.optional_string("absent"));
  reader.finish();
  std::vector<std::string> pointers;
  for (const auto& problem : problems) {
    pointers.push_back(problem.pointer);
    CHECK(!problem.detail.empty());
  }
  CHECK(pointers == std::vector<std::string>{"/subject/a~1b", "/subject/when", "/subject/kind",
                                             "/subject/flag", "/subject/late", "/subject/extra"});
  CHECK(problems[2].detail.find("one") != std::string::npos);
}

TEST_CASE("a reader refuses control characters and endless text") {
  const auto json =
      parse_json("{\"a\":\"x\\u0007\",\"b\":\"" + std::string(300, 'x') + "\"}").value();
  Problems problems;
  JsonReader reader(json, "", problems);
  (void)reader.string("a");
  (void)reader.string("b", 200);
  CHECK(problems.size() == 2);
}
