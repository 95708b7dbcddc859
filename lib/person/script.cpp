#include "person/script.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/spoken_letters.hpp"
#include "person/unicode.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace badgewatch::person {
namespace {

constexpr CodePoint combining_first = 0x300;
constexpr CodePoint combining_last = 0x36F;

const icu::Transliterator& transliterator() {
  thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
        "Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !made) throw std::runtime_error("ICU has no Any-Latin transliterator");
    return made;
  }();
  return *instance;
}

// What is left of another script after transliteration has no ASCII form: a space.
std::string transliterate(std::string_view text) {
  auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  transliterator().transliterate(unicode);
  std::string out;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    const CodePoint c = unicode.char32At(i);
    if (is_apostrophe(c)) {
      out += '\'';
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < combining_first || c > combining_last) {
      out += ' ';
    }
  }
  return out;
}

// Latin letters with marks, each with its ASCII form, so that they never need ICU: Latin-1 to Latin
// Extended-B, and Latin Extended Additional (which has Vietnamese).
class LatinTable {
public:
  LatinTable() {
    for (const Range& range : ranges) {
      for (CodePoint c = range.first; c <= range.last; ++c) {
        std::string utf8;
        icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(utf8);
        ascii_.push_back(is_letter(c) ? transliterate(utf8) : " ");
      }
    }
  }

  static bool has(CodePoint c) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](const Range& range) { return range.first <= c && c <= range.last; });
  }

  // `c` is one that it has.
  const std::string& at(CodePoint c) const {
    CodePoint offset = 0;
    for (const Range& range : ranges) {
      if (c <= range.last) return ascii_[static_cast<std::size_t>(offset + c - range.first)];
      offset += range.last - range.first + 1;
    }
    throw std::out_of_range("not in the table of Latin letters");
  }

private:
  struct Range {
    CodePoint first;
    CodePoint last;
  };
  static constexpr std::array<Range, 2> ranges{{{0xA0, 0x24F}, {0x1E00, 0x1EFF}}};
  std::vector<std::string> ascii_;
};

const LatinTable& latin_table() {
  static const LatinTable table;
  return table;
}

// The plain form of punctuation and marks; null when `c` is something else.
const char* plain_form(CodePoint c) {
  if (c < 0 || is_unseen_mark(c)) return "";
  if (is_apostrophe(c)) return "'";
  if (is_hyphen(c)) return "-";
  if (is_white_space(c)) return " ";
  return nullptr;
}

bool is_combining(CodePoint c) {
  return c >= combining_first && c <= combining_last;
}

// Nothing when a letter of another script is in it.
bool append_latin(std::string_view text, std::string& out) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      out += small(text.front());
      text.remove_prefix(1);
      continue;
    }
    const CodePoint c = take_code_point(text);
    if (const char* plain = plain_form(c)) {
      out += plain;
    } else if (LatinTable::has(c)) {
      out += latin_table().at(c);
    } else if (!is_letter(c)) {
      if (!is_combining(c)) out += ' ';
    } else {
      return false;
    }
  }
  return true;
}

// Valid UTF-8 with plain punctuation and letters that ICU can read, no longer than is read.
std::string prepared_for_icu(std::string_view text) {
  std::string out;
  WordEnds ends;
  for (std::size_t n = 0; !text.empty() && n < max_transliterated_code_points; ++n) {
    const std::string_view before = text;
    const CodePoint c = take_code_point(text);
    ends.before(c, out);
    if (const char* plain = plain_form(c)) {
      out += plain;
    } else if (const auto other = written_instead(c); !other.empty()) {
      out += other;
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  ends.before(0, out);
  return out;
}

}  // namespace

std::string to_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (append_latin(text, out)) return out;
  return transliterate(prepared_for_icu(text));
}

bool is_latin_text(std::string_view text) {
  if (core::is_ascii(text)) return true;
  while (!text.empty()) {
    const CodePoint c = take_code_point(text);
    if (c >= 0x80 && is_letter(c) && !LatinTable::has(c) && plain_form(c) == nullptr) return false;
  }
  return true;
}

}  // namespace badgewatch::person
