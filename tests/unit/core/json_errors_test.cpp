#include "core/json.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::core;

namespace {

struct Refusal {
  std::string text;
  std::size_t byte;
  std::string why;
};

std::string members(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "\"k" + std::to_string(i) + "\":1,";
  return text;
}

}  // namespace

TEST_CASE("a refusal says at which byte and why") {
  const std::vector<Refusal> refusals{
      {"", 0, "the text ends where a value is expected"},
      {"  nul", 2, "a value is expected"},
      {"[1 2]", 3, "a comma or a closing bracket is expected"},
      {"{\"a\":1 \"b\":2}", 7, "a comma or a closing brace is expected"},
      {"{\"a\" 1}", 5, "a colon is expected"},
      {"{a:1}", 1, "a member's name in quotes is expected"},
      {"{\"a\":1,}", 7, "a member's name in quotes is expected"},
      {"{\"a\":1,\"a\":2}", 7, "a member is given twice in one object"},
      {"{\"a\":1,\"\\u0061\":2}", 7, "a member is given twice in one object"},
      {"{" + members(30) + "\"k3\":1}", 1 + members(30).size() + 6,
       "a member is given twice in the object that ends here"},
      {"[\"abc", 5, "a string is not closed"},
      {"[\"a\tb\"]", 3, "a control character stands in a string"},
      {"[\"\\x\"]", 2, "an escape is not known"},
      {"[\"\\u12g4\"]", 2, "an escape \\u needs four hexadecimal digits"},
      {"[\"ab\\u0000\"]", 4, "U+0000 stands in a string"},
      {"[\"\\udc00\"]", 2, "a surrogate stands alone"},
      {"[\"\\ud83d\\u0041\"]", 2, "a surrogate stands alone"},
      {"[-]", 1, "a value is expected"},
      {"[+1]", 1, "a value is expected"},
      {"[01]", 1, "a number is not of the form of JSON"},
      {"[1.]", 1, "a number is not of the form of JSON"},
      {"[1e+]", 1, "a number is not of the form of JSON"},
      {"[9223372036854775808]", 1, "a number is too large for 64 bits"},
      {"[-9223372036854775809]", 1, "a number is too large for 64 bits"},
      {"[1e309]", 1, "a number is too large for 64 bits"},
      {"{} {}", 3, "there is text after the end of the value"},
      {"[\"ok\xE9\"]", 4, "the text is not valid UTF-8"},
      {std::string(33, '['), 32, "values are nested more than 32 deep"},
  };
  for (const auto& refusal : refusals) {
    INFO(refusal.text);
    const auto json = parse_json(refusal.text);
    REQUIRE(json.has_error());
    CHECK(json.error().detail() == "This is not JSON as it is taken here: at byte " +
                                       std::to_string(refusal.byte) + ", " + refusal.why + ".");
  }
}

TEST_CASE("numbers and escapes at the edge of what is taken") {
  const auto json =
      parse_json(R"([-9223372036854775808,-0,1e-400,1.7976931348623157e308,"\ud83d\ude00\/",0.1])")
          .value();
  const JsonArray& values = *json.array();
  CHECK(*values[0].integer() == INT64_MIN);
  CHECK(*values[1].integer() == 0);
  CHECK(values[2].number() == 0.0);
  CHECK(values[3].number() == 1.7976931348623157e308);
  CHECK(*values[4].string() == "\xF0\x9F\x98\x80/");
  CHECK(values[5].number() == 0.1);
}

TEST_CASE("an object keeps the order of its text, however many members it has") {
  const auto json = parse_json("{" + members(40) + "\"last\":null}").value();
  REQUIRE(json.object()->size() == 41);
  CHECK(json.object()->front().first == "k0");
  CHECK(json.object()->back().first == "last");
}
