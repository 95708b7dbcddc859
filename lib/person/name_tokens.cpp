#include "person/name_tokens.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/name_words.hpp"
#include "person/script.hpp"

#include <algorithm>

namespace badgewatch::person {
namespace {

enum class Part { given, family, full };

// A token as it was cut out, with what stood behind it.
struct Word {
  std::string text;
  bool abbreviated = false;  // a full stop
  bool elided = false;       // an apostrophe, and then a space: D' Souza
};
using Words = std::vector<Word>;

// `text` is ASCII, in any case.
Words cut(std::string_view text) {
  Words words;
  words.reserve(4);
  bool inside = false;
  for (const char raw : text) {
    const char c = small(raw);
    if (is_small(c) || is_digit(c)) {
      const bool goes_on = inside || (!words.empty() && words.back().elided);
      if (!goes_on) {
        if (words.size() == max_name_tokens) break;
        words.emplace_back();
      }
      words.back().elided = false;
      words.back().text += c;
      inside = true;
      continue;
    }
    if (c == '\'' || c == '`') {
      if (inside) words.back().elided = words.back().text.size() == 1;
      continue;
    }
    if (inside && c == '.') words.back().abbreviated = true;
    inside = false;
  }
  return words;
}

bool joins(const Word& word, const Word& next, Part part) {
  if (word.abbreviated || next.text.size() == 1) return false;
  if (part != Part::given && joins_next(word.text)) return true;
  if (word.text != "o") return false;
  return part == Part::family || (part == Part::full && is_irish_stem(next.text));
}

// "O Connor" to oconnor, "Mc Donald" to mcdonald.
void join_surnames(Words& words, Part part) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!joins(words[i], words[i + 1], part)) continue;
    words[i].text += words[i + 1].text;
    words[i].abbreviated = words[i + 1].abbreviated;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// `name_elsewhere`: the other part of the name holds a name, so this one may become empty.
void drop_titles(Words& words, bool name_elsewhere) {
  std::size_t first = 0;
  while (first + (name_elsewhere ? 0 : 1) < words.size() && is_title(words[first].text))
    ++first;
  while (first + 1 < words.size() && is_title_and_name(words[first].text))
    ++first;
  std::size_t last = words.size();
  while (last > first + 1 && is_suffix(words[last - 1].text))
    --last;
  words.resize(last);
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(first));
}

std::vector<NameToken> marked(Words words, Part part) {
  std::vector<NameToken> tokens;
  tokens.reserve(words.size());
  bool name = false;
  for (Word& word : words) {
    const bool may_be_particle =
        part == Part::family || !tokens.empty() || !is_particle_and_name(word.text);
    NameToken& token = tokens.emplace_back();
    token.initial = word.text.size() == 1 && is_small(word.text[0]);
    token.particle = may_be_particle && !token.initial && is_particle(word.text);
    token.text = std::move(word.text);
    name = name || !token.particle;
  }
  if (!name) {
    for (NameToken& token : tokens)
      token.particle = false;
  }
  return tokens;
}

// "Khan, Ali" is Ali Khan; a suffix stays behind: "Ali Khan, Jr".
Words cut_surname_last(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos || text.find(',', comma + 1) != std::string_view::npos)
    return cut(text);
  auto words = cut(text.substr(comma + 1));
  auto surname = cut(text.substr(0, comma));
  const bool is_name = std::any_of(words.begin(), words.end(),
                                   [](const Word& word) { return !is_suffix(word.text); });
  if (!is_name || surname.empty()) return cut(text);
  std::move(surname.begin(), surname.end(), std::back_inserter(words));
  if (words.size() > max_name_tokens) words.resize(max_name_tokens);
  return words;
}

std::vector<NameToken> tokens_of_part(std::string_view text, Part part, bool name_elsewhere) {
  if (text.empty()) return {};
  const auto cut_part = part == Part::full ? cut_surname_last : cut;
  Words words = core::is_ascii(text) ? cut_part(text) : cut_part(to_ascii(text));
  join_surnames(words, part);
  drop_titles(words, name_elsewhere);
  return marked(std::move(words), part);
}

}  // namespace

NameTokens tokens_of(const Name& name) {
  NameTokens out;
  if (!name.full.empty()) {
    out.whole = tokens_of_part(name.full, Part::full, false);
    return out;
  }
  out.family = tokens_of_part(name.family, Part::family, false);
  out.given = tokens_of_part(name.given, Part::given, !out.family.empty());
  out.whole.reserve(out.given.size() + out.family.size());
  out.whole = out.given;
  out.whole.insert(out.whole.end(), out.family.begin(), out.family.end());
  if (out.whole.size() > max_name_tokens) out.whole.resize(max_name_tokens);
  return out;
}

std::string ascii_words(std::string_view text) {
  const std::string ascii = core::is_ascii(text) ? std::string() : to_ascii(text);
  if (!core::is_ascii(text)) text = ascii;
  std::string out(text.size(), '\0');  // never longer
  auto next = out.begin();
  bool space_pending = false;
  for (const char raw : text) {
    const char c = small(raw);
    if (c == '\'' || c == '`') continue;
    if (!is_small(c) && !is_digit(c)) {
      space_pending = next != out.begin();
      continue;
    }
    if (space_pending) *next++ = ' ';
    space_pending = false;
    *next++ = c;
  }
  out.erase(next, out.end());
  return out;
}

}  // namespace badgewatch::person
