// Names in other scripts as they are spoken and stand in passports, where ICU writes them
// otherwise.
#pragma once

#include "person/unicode.hpp"

#include <string>
#include <string_view>

namespace badgewatch::person {

// What is put in for a letter before ICU reads the text: for those that ICU 72 leaves as they are,
// makes a mark of or writes as nobody does. Nothing for any other letter.
std::string_view written_instead(CodePoint c);

// A consonant at the end of a word of Devanagari, Bengali, Gurmukhi or Gujarati is spoken without
// the a that it has elsewhere. Takes the code points of a text in turn and tells when such an a has
// to be taken away.
class WordEnds {
public:
  // Adds to `out` what belongs in front of `c`; 0 for the end of the text.
  void before(CodePoint c, std::string& out);

private:
  CodePoint last_ = 0;  // of an Indic word
};

}  // namespace badgewatch::person
