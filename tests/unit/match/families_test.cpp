// What is known by hand of names, in config/names, against what the matcher takes them for.
#include "match/name_tables.hpp"
#include "match/words.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace badgewatch::match;

namespace {

struct Line {
  std::string section;
  std::vector<std::string> words;
};

std::vector<Line> lines_by_hand() {
  std::ifstream file(BW_SOURCE_DIR "/config/names/families_by_hand.txt");
  REQUIRE(file);
  std::vector<Line> lines;
  std::string section;
  for (std::string text; std::getline(file, text);) {
    if (text.empty() || text.front() == '#') continue;
    if (text.front() == '[') {
      section = text;
      continue;
    }
    Line line{section, {}};
    std::istringstream words(text);
    for (std::string word; words >> word;)
      line.words.push_back(word);
    lines.push_back(std::move(line));
  }
  return lines;
}

Word word_of(const std::string& text) {
  return {text, family_facts_of(text), false};
}

}  // namespace

TEST_CASE("spellings known by hand are of one name, and names known apart are not") {
  std::size_t families = 0;
  std::size_t apart = 0;
  for (const auto& line : lines_by_hand()) {
    const bool is_apart = line.section == "[apart]";
    ++(is_apart ? apart : families);
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      for (std::size_t j = i + 1; j < line.words.size(); ++j) {
        const bool doubtful = line.words[i].front() == '~' || line.words[j].front() == '~';
        const auto a = line.words[i].substr(line.words[i].front() == '~' ? 1 : 0);
        const auto b = line.words[j].substr(line.words[j].front() == '~' ? 1 : 0);
        INFO(a << ' ' << b);
        const auto alike = likeness(word_of(a), word_of(b));
        if (is_apart)
          CHECK(alike <= Likeness::typo);
        else
          CHECK(alike == (doubtful ? Likeness::doubtful : Likeness::spelling));
      }
    }
  }
  CHECK(families > 1'000);
  CHECK(apart > 50);
}

TEST_CASE("a word is a spelling of no word that its line of families.txt does not have") {
  std::size_t number = 0;
  std::istringstream lines{std::string(families_text)};
  for (std::string text; std::getline(lines, text);) {
    if (text.empty()) continue;
    ++number;
    std::istringstream words(text);
    std::uint16_t family = 0;
    for (std::string word; words >> word;) {
      const bool doubtful = word.front() == '~';
      const auto facts = family_facts_of(std::string_view(word).substr(doubtful ? 1 : 0));
      CHECK(facts.doubtful == doubtful);
      if (family == 0) family = facts.spelling;
      CHECK(facts.spelling == family);
    }
    // A number of its own.
    CHECK(family == number);
  }
  CHECK(number > 2'000);
}
