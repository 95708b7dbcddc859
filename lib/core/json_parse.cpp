// A parser of its own: Boost.JSON 1.81 tells no position of an error, and takes duplicate keys and
// U+0000. tests/property/core holds it against Boost.JSON.
#include "core/json.hpp"
#include "core/json_reader.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace badgewatch::core {
namespace {

constexpr int max_depth = 32;
// Up to here a new key is compared with each one before it; beyond, all are sorted at the end.
constexpr std::size_t compared_keys = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Bytes at which a plain run of a string's text ends.
constexpr std::array<bool, 256> ends_run = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c)
    table[c] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

// How many bytes of plain text stand in front of a word of eight: the bits of each byte tell
// whether it ends a run.
std::size_t plain_bytes(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = 0x8080808080808080;
  // The lowest byte that is marked is a right one; only above it one may be marked in error.
  const auto is_zero = [](std::uint64_t x) { return (x - ones) & ~x & highs; };
  const auto control = (word - ones * 0x20) & ~word & highs;
  const auto ends = control | is_zero(word ^ ones * '"') | is_zero(word ^ ones * '\\');
  return static_cast<std::size_t>(std::countr_zero(ends)) / 8;
}

// Where the plain run of a string's text that begins at `at` ends.
const char* end_of_run(const char* at, const char* end) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::ptrdiff_t at_once = 8;
  while (end - at >= at_once) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    const auto plain = plain_bytes(word);
    at += plain;
    if (plain < at_once) return at;
  }
  while (at != end && !ends_run[static_cast<unsigned char>(*at)])
    ++at;
  return at;
}

// Recursive descent over valid UTF-8. Each take_ function returns false after fail().
class Parser {
public:
  explicit Parser(std::string_view text)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  Result<Json> parse() {
    Json json;
    skip_space();
    if (!take_value(json, max_depth)) return error();
    skip_space();
    if (at_ != end_) {
      fail("there is text after the end of the value");
      return error();
    }
    return json;
  }

private:
  bool fail(std::string_view why) {
    why_ = why;
    return false;
  }

  Error error() const {
    std::string pointer;
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
      pointer = child_pointer(pointer, *step);
    return {Errc::malformed,
            "This is not JSON as it is taken here: at byte " + std::to_string(at_ - begin_) + ", " +
                std::string(why_) + ".",
            {{std::move(pointer), std::string(why_)}}};
  }

  // On the way back from fail(): where in the document that was, from the inside out.
  bool failed_in(std::string_view step) {
    steps_.emplace_back(step);
    return false;
  }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
      ++at_;
  }

  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool take_value(Json& out, int depth_left) {
    if (at_ == end_) return fail("the text ends where a value is expected");
    switch (*at_) {
      case '{':
        return take_object(out.value().emplace<JsonObject>(), depth_left);
      case '[':
        return take_array(out.value().emplace<JsonArray>(), depth_left);
      case '"':
        return take_string(out.value().emplace<std::string>());
      case 't':
        out.value() = true;
        return take_word("true");
      case 'f':
        out.value() = false;
        return take_word("false");
      case 'n':
        out.value() = nullptr;
        return take_word("null");
      default:
        return take_number(out);
    }
  }

  bool take_word(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return fail("a value is expected");
    at_ += word.size();
    return true;
  }

  bool take_object(JsonObject& out, int depth_left) {
    if (depth_left == 0) return fail("values are nested more than 32 deep");
    ++at_;
    skip_space();
    if (take('}')) return true;
    out.reserve(8);
    do {
      skip_space();
      if (at_ == end_ || *at_ != '"') return fail("a member's name in quotes is expected");
      const char* const name_at = at_;
      auto& [name, value] = out.emplace_back();
      if (!take_string(name)) return false;
      if (out.size() <= compared_keys && repeats_earlier(out)) {
        at_ = name_at;
        fail("a member is given twice in one object");
        return failed_in(name);
      }
      skip_space();
      if (!take(':')) return fail("a colon is expected");
      skip_space();
      if (!take_value(value, depth_left - 1)) return failed_in(name);
      skip_space();
    } while (take(','));
    if (at_ == end_ || *at_ != '}') return fail("a comma or a closing brace is expected");
    if (out.size() > compared_keys) {
      if (const auto twice = given_twice(out)) {
        fail("a member is given twice in the object that ends here");
        return failed_in(*twice);
      }
    }
    ++at_;
    return true;
  }

  static bool repeats_earlier(const JsonObject& object) {
    const std::string& last = object.back().first;
    return std::any_of(object.begin(), object.end() - 1,
                       [&](const auto& member) { return member.first == last; });
  }

  static std::optional<std::string_view> given_twice(const JsonObject& object) {
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const auto& member : object)
      names.push_back(member.first);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return {};
    return *twice;
  }

  bool take_array(JsonArray& out, int depth_left) {
    if (depth_left == 0) return fail("values are nested more than 32 deep");
    ++at_;
    skip_space();
    if (take(']')) return true;
    out.reserve(4);
    do {
      skip_space();
      if (!take_value(out.emplace_back(), depth_left - 1))
        return failed_in(std::to_string(out.size() - 1));
      skip_space();
    } while (take(','));
    return take(']') || fail("a comma or a closing bracket is expected");
  }

  bool take_string(std::string& out) {
    ++at_;
    while (true) {
      const char* const run = at_;
      at_ = end_of_run(at_, end_);
      out.append(run, at_);
      if (at_ == end_) return fail("a string is not closed");
      if (*at_ == '"') break;
      if (*at_ != '\\') return fail("a control character stands in a string");
      if (!take_escape(out)) return false;
    }
    ++at_;
    return true;
  }

  bool take_escape(std::string& out) {
    if (end_ - at_ < 2) return fail("a string is not closed");
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char kind = at_[1];
    if (kind == 'u') return take_unicode_escape(out);
    const std::size_t which = names.find(kind);
    if (which == std::string_view::npos) return fail("an escape is not known");
    out += meanings[which];
    at_ += 2;
    return true;
  }

  bool take_unicode_escape(std::string& out) {
    const auto first = code_unit_at(at_);
    if (!first) return fail("an escape \\u needs four hexadecimal digits");
    if (*first == 0) return fail("U+0000 stands in a string");
    unsigned code = *first;
    std::ptrdiff_t length = 6;
    if (code >= 0xD800 && code <= 0xDFFF) {
      const auto second = code <= 0xDBFF ? code_unit_at(at_ + 6) : std::nullopt;
      if (!second || *second < 0xDC00 || *second > 0xDFFF) return fail("a surrogate stands alone");
      code = 0x10000 + ((code - 0xD800) << 10) + (*second - 0xDC00);
      length = 12;
    }
    append_utf8(out, code);
    at_ += length;
    return true;
  }

  // The value of `\uXXXX` at `p`.
  std::optional<unsigned> code_unit_at(const char* p) const {
    if (end_ - p < 6 || p[0] != '\\' || p[1] != 'u') return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(p + 2, p + 6, value, 16);
    return read.ptr == p + 6 ? std::optional(value) : std::nullopt;
  }

  bool take_number(Json& out) {
    const char* p = at_;
    const auto digits = [&] {
      const char* const first = p;
      while (p != end_ && is_digit(*p))
        ++p;
      return p != first;
    };
    if (p != end_ && *p == '-') ++p;
    const bool zero_in_front = p != end_ && *p == '0';
    if (zero_in_front) {
      ++p;
    } else if (!digits()) {
      return fail("a value is expected");
    }
    bool whole = true;
    if (p != end_ && *p == '.') {
      whole = false;
      ++p;
      if (!digits()) return fail("a number is not of the form of JSON");
    }
    if (p != end_ && (*p == 'e' || *p == 'E')) {
      whole = false;
      ++p;
      if (p != end_ && (*p == '+' || *p == '-')) ++p;
      if (!digits()) return fail("a number is not of the form of JSON");
    }
    if (p != end_ && zero_in_front && whole && is_digit(*p)) {
      return fail("a number is not of the form of JSON");
    }
    return whole ? take_integer(out, p) : take_real(out, p);
  }

  bool take_integer(Json& out, const char* number_end) {
    std::int64_t value = 0;
    if (std::from_chars(at_, number_end, value).ec != std::errc()) {
      return fail("a number is too large for 64 bits");
    }
    out.value() = value;
    at_ = number_end;
    return true;
  }

  bool take_real(Json& out, const char* number_end) {
    double value = 0;
    const auto read = std::from_chars(at_, number_end, value);
    if (read.ec == std::errc::result_out_of_range) {
      if (!is_underflow(number_end)) return fail("a number is too large for 64 bits");
      value = 0;
    }
    out.value() = value;
    at_ = number_end;
    return true;
  }

  // from_chars tells too large and too small alike.
  bool is_underflow(const char* number_end) const {
    return std::fabs(std::strtod(std::string(at_, number_end).c_str(), nullptr)) < 1;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string_view why_;
  std::vector<std::string> steps_;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
  const std::size_t valid = valid_utf8_prefix(text);
  if (valid != text.size()) {
    return Error(Errc::malformed,
                 "This is not JSON as it is taken here: at byte " + std::to_string(valid) +
                     ", the text is not valid UTF-8.",
                 {{"", "the text is not valid UTF-8"}});
  }
  return Parser(text).parse();
}

}  // namespace badgewatch::core
