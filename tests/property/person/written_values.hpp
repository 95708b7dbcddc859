// Text for property tests: what people write, what they paste, and what nobody should.
#pragma once

#include "person/person.hpp"

#include <rapidcheck.h>

#include <string>
#include <vector>

namespace badgewatch::person {

// Words, marks, spaces, emoji, other scripts, unassigned code points and broken UTF-8, put
// together.
inline rc::Gen<std::string> written_text() {
  static const std::vector<std::string> pieces{"Khan",
                                               "O'",
                                               "o",
                                               "Mc",
                                               "-",
                                               "'",
                                               ".",
                                               ",",
                                               " ",
                                               "  ",
                                               "\t",
                                               "\u00A0",
                                               "\u2003",
                                               "\u200B",
                                               "\u200F",
                                               "\u202E",
                                               "\u00AD",
                                               "é",
                                               "e\u0301",
                                               "\u0301",
                                               "Ł",
                                               "ß",
                                               "İ",
                                               "محمد",
                                               "李",
                                               "한",
                                               "ਸਿੰਘ",
                                               "Иван",
                                               "😀",
                                               "\U0001F468\u200D\U0001F469",
                                               "\U000E0041",
                                               "\u0378",
                                               "\uE000",
                                               "\uFFFF",
                                               "\xff",
                                               "\xc3",
                                               "\xed\xa0\x80",
                                               "\x01",
                                               "7",
                                               "٣",
                                               "de",
                                               "Mr",
                                               "Jr",
                                               "A",
                                               "\u2126",
                                               "\uFB03",
                                               "\u1E9B\u0323"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& chosen) {
                        std::string text;
                        for (const auto& piece : chosen)
                          text += piece;
                        return text;
                      });
}

// Text over the characters that numbers, postcodes, dates and addresses are made of.
inline rc::Gen<std::string> numberish_text() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string(
      "0123456789012345678901234567890123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcqmx +-/.@ ()")));
}

inline rc::Gen<std::string> any_text() {
  return rc::gen::oneOf(written_text(), numberish_text(), rc::gen::arbitrary<std::string>());
}

}  // namespace badgewatch::person
