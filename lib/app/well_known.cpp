#include "app/well_known.hpp"

#include "core/text.hpp"
#include "match/name_tables.hpp"
#include "person/name_tokens.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::app {

namespace {

constexpr std::string_view format = "# format: badgewatch-well-known/1";
// Whoever writes middle names too is found; a name that merely contains another is not.
constexpr std::size_t further_words = 2;

core::Error wrong_line(std::size_t line) {
  return {core::Errc::invalid,
          "Line " + std::to_string(line) +
              " of the list of well-known people is not of the form `Name; year of birth`."};
}

}  // namespace

std::vector<std::string> name_words(const person::Name& name) {
  std::vector<std::string> words;
  for (const auto& token : person::tokens_of(name).whole) {
    if (token.initial || token.particle) continue;
    const auto facts = match::family_facts_of(token.text);
    words.push_back(facts.spelling != 0 && !facts.doubtful ? "~" + std::to_string(facts.spelling)
                                                           : token.text);
  }
  std::sort(words.begin(), words.end());
  return words;
}

core::Result<WellKnown> WellKnown::read(std::string_view text) {
  WellKnown list;
  if (!text.starts_with(format))
    return core::Error(core::Errc::invalid, "The list of well-known people does not begin with `" +
                                                std::string(format) + "`.");
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = core::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const auto parted = line.find(';');
    if (parted == std::string_view::npos) return wrong_line(number);
    One one;
    one.words = name_words(
        {.full = std::string(core::trim(line.substr(0, parted))), .given = {}, .family = {}});
    const auto year = core::trim(line.substr(parted + 1));
    const auto [last, error] = std::from_chars(year.data(), year.data() + year.size(), one.year);
    if (error != std::errc() || last != year.data() + year.size() || one.words.size() < 2)
      return wrong_line(number);
    list.people_.push_back(std::move(one));
  }
  return list;
}

bool WellKnown::holds(const person::Person& person) const {
  for (const auto& name : person.names) {
    const auto words = name_words(name);
    for (const auto& one : people_) {
      if (person.date_of_birth && person.date_of_birth->year != one.year) continue;
      if (words.size() <= one.words.size() + further_words &&
          std::includes(words.begin(), words.end(), one.words.begin(), one.words.end()))
        return true;
    }
  }
  return false;
}

}  // namespace badgewatch::app
