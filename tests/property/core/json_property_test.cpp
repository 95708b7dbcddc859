#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <boost/json/src.hpp>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>

using namespace badgewatch::core;

namespace {

const std::vector<std::string> pieces{"{",
                                      "}",
                                      "[",
                                      "]",
                                      ",",
                                      ":",
                                      "\"",
                                      "\"a\"",
                                      "\"b\"",
                                      "\"a\":1",
                                      "\"\\n\"",
                                      "\"\\u00e9\"",
                                      "\"\\u0000\"",
                                      "\"\\ud83d\\ude00\"",
                                      "\"\\ud83d\"",
                                      "\xC3\xA9",
                                      "\"\xC3\xA9\"",
                                      "\"\xFF\"",
                                      "\xEF\xBB\xBF",
                                      "true",
                                      "false",
                                      "null",
                                      "nul",
                                      "0",
                                      "-0",
                                      "-",
                                      "01",
                                      "1.5",
                                      "1.",
                                      "2e3",
                                      "2E+03",
                                      "1e400",
                                      "1e-400",
                                      "12345678901234567890",
                                      "9223372036854775807",
                                      "-9223372036854775808",
                                      " ",
                                      "\n",
                                      "\t",
                                      "\x01",
                                      "/**/",
                                      "'"};

// A text out of pieces of JSON: mostly wrong, sometimes right.
rc::Gen<std::string> rubble() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const auto& part : parts)
                          text += part;
                        return text;
                      });
}

void write_drawn(JsonWriter& writer, int depth_left) {
  switch (*rc::gen::inRange(0, depth_left == 0 ? 5 : 7)) {
    case 0:
      writer.value(nullptr);
      return;
    case 1:
      writer.value(*rc::gen::arbitrary<bool>());
      return;
    case 2:
      writer.value(*rc::gen::arbitrary<std::int64_t>());
      return;
    case 3:
      writer.value(*rc::gen::arbitrary<std::int32_t>() / 64.0, 6);
      return;
    case 4:
      writer.value(*rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)));
      return;
    case 5:
      writer.begin_array();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        write_drawn(writer, depth_left - 1);
      writer.end_array();
      return;
    default:
      writer.begin_object();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        writer.key("k" + std::to_string(i));
        write_drawn(writer, depth_left - 1);
      }
      writer.end_object();
  }
}

// Correct JSON, and at times one byte of it changed.
std::string drawn_text() {
  JsonWriter writer;
  write_drawn(writer, 4);
  std::string text = std::move(writer).take();
  if (*rc::gen::arbitrary<bool>()) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = (*rc::gen::elementOf(pieces))[0];
  }
  return text;
}

bool same(const Json& ours, const boost::json::value& theirs) {
  if (ours.is_null()) return theirs.is_null();
  if (const bool* flag = ours.boolean()) return theirs.is_bool() && theirs.get_bool() == *flag;
  if (const auto* number = ours.integer(); number != nullptr && theirs.is_int64()) {
    return theirs.get_int64() == *number;
  }
  if (const auto number = ours.number()) {
    if (!theirs.is_number()) return false;
    // Theirs is off by some units in the last place (as its documentation says).
    return std::fabs(theirs.to_number<double>() - *number) <= 1e-14 * std::fabs(*number);
  }
  if (const auto* text = ours.string()) {
    return theirs.is_string() && std::string_view(theirs.get_string()) == *text;
  }
  if (const auto* array = ours.array()) {
    return theirs.is_array() && std::equal(array->begin(), array->end(), theirs.get_array().begin(),
                                           theirs.get_array().end(), same);
  }
  const JsonObject& object = *ours.object();
  return theirs.is_object() && object.size() == theirs.get_object().size() &&
         std::all_of(object.begin(), object.end(), [&](const auto& member) {
           const auto* found = theirs.get_object().if_contains(member.first);
           return found != nullptr && same(member.second, *found);
         });
}

bool is_stricter_here(const Error& error) {
  for (const auto* why : {"given twice", "U+0000", "too large for 64 bits"}) {
    if (error.detail().find(why) != std::string::npos) return true;
  }
  return false;
}

void compare(const std::string& text) {
  boost::json::error_code refused;
  const auto theirs = boost::json::parse(text, refused);
  const auto ours = parse_json(text);
  RC_TAG(ours.has_value() ? "taken" : "refused");
  if (ours) {
    RC_ASSERT(!refused);
    RC_ASSERT(same(*ours, theirs));
  } else if (!refused) {
    RC_ASSERT(is_stricter_here(ours.error()));
  }
}

}  // namespace

TEST_CASE("what is JSON is decided as another parser decides it, and read alike") {
  REQUIRE(rc::check("correct text, at times with one wrong byte", [] { compare(drawn_text()); }));
  REQUIRE(rc::check("pieces in any order", [] { compare(*rubble()); }));
  REQUIRE(rc::check("any bytes", [](const std::string& bytes) { compare(bytes); }));
}

TEST_CASE("any text comes back as it was written") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    std::string json;
    append_json_string(json, text);
    RC_ASSERT(*parse_json(json)->string() == text);
  }));
}
