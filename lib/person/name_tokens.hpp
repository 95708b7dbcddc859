// A name as words to compare: any script becomes lower-case ASCII, hyphens part words, apostrophes
// vanish, titles go, particles and initials are marked.
#pragma once

#include "person/person.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::person {

struct NameToken {
  std::string text;  // never empty; a to z and 0 to 9 only
  // A single letter, standing for a name: "J" in "J. Smith", "J" and "R" in "J.R. Smith".
  bool initial = false;
  // A small word that one record has and another leaves out: de, van, bin, al, ap. Never all of a
  // name: where nothing else is there, it is the name and not marked.
  bool particle = false;
  friend bool operator==(const NameToken&, const NameToken&) = default;
};

// A name has at most this many tokens; what is behind them is not compared.
inline constexpr std::size_t max_name_tokens = 32;

// `whole` holds every token in the order of writing (given before family). `given` and `family` are
// empty for a name known only as `full`, whose order nobody knows, but for "Khan, Ali": its surname
// goes last.
struct NameTokens {
  std::vector<NameToken> given;
  std::vector<NameToken> family;
  std::vector<NameToken> whole;
  friend bool operator==(const NameTokens&, const NameTokens&) = default;
};

// O'Connor, O Connor and OConnor are one token, "oconnor"; likewise "mcdonald", "dsouza". "Md" is
// Mohammed, never a title. A title or suffix (Mr, Dr, Haji, Jr) goes only where a name remains.
// Empty when no letter can be read. Invalid UTF-8 is read as if the bad bytes were not there.
// Thread safe. Linear in the name; well below a microsecond for ASCII and most Latin letters, tens
// of microseconds for other scripts.
NameTokens tokens_of(const Name& name);

// The text in lower-case ASCII, words parted by single spaces, apostrophes gone, everything but
// letters and digits a space: "Łukasz O’Neil-Çelik" gives "lukasz oneil celik". For comparing
// addresses too. Only the first 400 code points are read where ICU is needed.
std::string ascii_words(std::string_view text);

}  // namespace badgewatch::person
