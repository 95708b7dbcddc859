#include "person/name_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace badgewatch::person {
namespace {

// A word of at most eight letters as a number, so that a look-up compares no strings.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t out = 0;
  for (const char c : word)
    out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

template <std::size_t n>
class WordSet {
public:
  consteval explicit WordSet(const std::array<std::string_view, n>& words) {
    for (std::size_t i = 0; i < n; ++i) {
      if (words[i].size() > 8) throw "a word of over eight letters";
      packed_[i] = packed(words[i]);
    }
    std::sort(packed_.begin(), packed_.end());
  }
  bool has(std::string_view word) const {
    return word.size() <= 8 && std::binary_search(packed_.begin(), packed_.end(), packed(word));
  }

private:
  std::array<std::uint64_t, n> packed_{};
};

template <class... Words>
consteval auto words(Words... list) {
  return WordSet<sizeof...(list)>(std::array<std::string_view, sizeof...(list)>{list...});
}

constexpr auto titles = words("mr", "mrs", "ms", "miss", "mx", "mister", "dr", "prof", "rev",
                              "revd", "sir", "dame", "cllr", "capt");
constexpr auto titles_and_names =
    words("haji", "hajji", "hadji", "hajj", "haj", "hadj", "haja", "hajah", "alhaj", "alhaji");
constexpr auto suffixes = words("jr", "jnr", "junior", "sr", "snr", "senior", "esq", "ii", "iii",
                                "obe", "mbe", "cbe", "phd");

constexpr auto particles = words(
    "de", "da", "do", "dos", "das", "del", "della", "delle", "dela", "di", "du", "des", "la", "le",
    "las", "los", "lo",  // Romance
    "van", "von", "vander", "vom", "zu", "zum", "zur", "den", "der", "ter", "ten", "te", "af",
    "av",                                                                     // Germanic
    "al", "el", "ul", "ur", "ud", "uz", "us", "ad", "ar", "as", "ash", "az",  // Arabic article
    "bin", "bint", "binte", "binti", "bte", "bt", "ibn", "ben", "abu", "abi", "umm", "bani", "ap",
    "ab", "ferch", "verch", "mac", "mc", "o", "ni", "nic", "st", "nee");
constexpr auto particles_and_names = words("ben", "abu", "van", "le", "do", "di", "da", "la", "ni",
                                           "mac", "ash", "ad", "des", "den", "nic");

constexpr auto joined_to_next = words("mc", "mac", "fitz");
constexpr auto irish_stems =
    words("boyle", "brien", "bryan", "byrne", "callagha", "carroll", "casey", "connell", "conner",
          "connor", "conor", "dea", "doherty", "donnell", "donoghue", "donovan", "dowd", "dowda",
          "driscoll", "dwyer", "farrell", "flaherty", "flanagan", "flynn", "gara", "gorman",
          "grady", "hagan", "halloran", "hanlon", "hara", "hare", "keefe", "keeffe", "kane",
          "kelly", "leary", "loughlin", "mahony", "mahoney", "malley", "mara", "meara", "moore",
          "neal", "neil", "neill", "regan", "reilly", "riley", "riordan", "rourke", "ryan",
          "shaughne", "shea", "sullivan", "toole");

}  // namespace

bool is_title(std::string_view word) {
  return titles.has(word);
}
bool is_title_and_name(std::string_view word) {
  return titles_and_names.has(word);
}
bool is_suffix(std::string_view word) {
  return suffixes.has(word);
}
bool is_particle(std::string_view word) {
  return particles.has(word);
}
bool is_particle_and_name(std::string_view word) {
  return particles_and_names.has(word);
}
bool joins_next(std::string_view word) {
  return joined_to_next.has(word);
}
bool is_irish_stem(std::string_view word) {
  return irish_stems.has(word.substr(0, 8));
}

}  // namespace badgewatch::person
