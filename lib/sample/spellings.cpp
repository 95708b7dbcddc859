#include "sample/spellings.hpp"

#include "core/text.hpp"

#include <array>
#include <utility>

namespace badgewatch::sample {
namespace {

// The letters with marks that config/sample/names has, and what offices write for them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 58> plain_letters = {{
    {"ą", "a"}, {"ć", "c"}, {"ę", "e"}, {"ł", "l"}, {"Ł", "L"}, {"ń", "n"}, {"ó", "o"}, {"Ó", "O"},
    {"ś", "s"}, {"Ś", "S"}, {"ź", "z"}, {"ż", "z"}, {"Ż", "Z"}, {"Ź", "Z"}, {"ă", "a"}, {"â", "a"},
    {"î", "i"}, {"ș", "s"}, {"Ș", "S"}, {"ț", "t"}, {"Ț", "T"}, {"ş", "s"}, {"Ş", "S"}, {"ţ", "t"},
    {"ç", "c"}, {"Ç", "C"}, {"ğ", "g"}, {"ı", "i"}, {"İ", "I"}, {"ö", "o"}, {"Ö", "O"}, {"ü", "u"},
    {"Ü", "U"}, {"ã", "a"}, {"á", "a"}, {"Á", "A"}, {"à", "a"}, {"é", "e"}, {"É", "E"}, {"ê", "e"},
    {"í", "i"}, {"Í", "I"}, {"õ", "o"}, {"ô", "o"}, {"ú", "u"}, {"Ú", "U"}, {"è", "e"}, {"ë", "e"},
    {"ï", "i"}, {"ñ", "n"}, {"ø", "o"}, {"å", "a"}, {"ä", "a"}, {"š", "s"}, {"Š", "S"}, {"ž", "z"},
    {"Ž", "Z"}, {"č", "c"},
}};

std::string without_marks(std::string text) {
  for (const auto& [marked, plain] : plain_letters)
    for (std::size_t at = text.find(marked); at != std::string::npos; at = text.find(marked, at))
      text.replace(at, marked.size(), plain);
  return text;
}

std::vector<std::string*> words_of(Written& written) {
  std::vector<std::string*> words;
  for (std::string& word : written.given)
    words.push_back(&word);
  words.push_back(&written.family);
  return words;
}

// The first word, from a drawn one on, that `change` finds an answer for.
template <class F>
bool change_one_word(Written& written, Draws& draws, F&& change) {
  const auto words = words_of(written);
  const std::size_t start = draws.below(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& word = *words[(start + i) % words.size()];
    if (auto changed = change(word)) {
      word = *changed;
      return true;
    }
  }
  return false;
}

std::optional<std::string> other_spelling(const std::string& word, Draws& draws) {
  const auto others = tables().other_spellings(word);
  if (others.empty()) return std::nullopt;
  return std::string(others[draws.below(others.size())]);
}

// Two letters swapped, one left out, one doubled, or one beside it on the keyboard.
std::optional<std::string> typing_error(const std::string& word, Draws& draws) {
  if (word.size() < 5 || !core::is_ascii(word)) return std::nullopt;
  std::string changed = word;
  const std::size_t at = 1 + draws.below(word.size() - 2);
  switch (draws.below(4)) {
    case 0:
      std::swap(changed[at], changed[at + 1]);
      break;
    case 1:
      changed.erase(at, 1);
      break;
    case 2:
      changed.insert(at, 1, changed[at]);
      break;
    default: {
      constexpr std::string_view row = "qwertyuiopasdfghjklzxcvbnmm";
      const std::size_t key = row.find(changed[at]);
      if (key == std::string_view::npos) return std::nullopt;
      changed[at] = row[key + 1];
    }
  }
  return changed == word ? std::nullopt : std::optional(changed);
}

bool run_together(Written& written) {
  if (written.given.size() < 2) return false;
  written.given[0] += core::ascii_lower(written.given[1]);
  written.given.erase(written.given.begin() + 1);
  return true;
}

bool swap_order(Written& written) {
  std::string given = core::join(written.given, " ");
  if (given == written.family) return false;
  written.given = {std::move(written.family)};
  written.family = std::move(given);
  return true;
}

bool swap_day_and_month(Written& written) {
  const core::Date born = written.born;
  if (born.day() > 12 || born.day() == born.month()) return false;
  written.born = *core::Date::of(born.year(), born.day(), born.month());
  return true;
}

bool drop_marks(Written& written) {
  const Written before = written;
  for (std::string* word : words_of(written))
    *word = without_marks(*word);
  return written != before;
}

bool take_former_surname(Written& written, const Identity& identity) {
  if (identity.former_family.empty() || written.family != identity.family) return false;
  written.family = identity.former_family;
  return true;
}

}  // namespace

std::string_view name_of(Change change) {
  switch (change) {
    case Change::other_spelling:
      return "other_spelling";
    case Change::order_swapped:
      return "order_swapped";
    case Change::middle_left_out:
      return "middle_left_out";
    case Change::middle_as_initial:
      return "middle_as_initial";
    case Change::typing_error:
      return "typing_error";
    case Change::former_surname:
      return "former_surname";
    case Change::diacritics_dropped:
      return "diacritics_dropped";
    case Change::run_together:
      return "run_together";
    case Change::day_month_swapped:
      return "day_month_swapped";
  }
  return "other_spelling";
}

Written as_known(const Identity& identity) {
  return {identity.given, identity.family, identity.born};
}

std::optional<Written> apply(Change change, const Written& written, const Identity& identity,
                             Draws& draws) {
  Written result = written;
  bool changed = false;
  switch (change) {
    case Change::other_spelling:
      changed = change_one_word(result, draws, [&](auto& w) { return other_spelling(w, draws); });
      break;
    case Change::order_swapped:
      changed = swap_order(result);
      break;
    case Change::middle_left_out:
      changed = result.given.size() > 1;
      if (changed) result.given.pop_back();
      break;
    case Change::middle_as_initial:
      changed = result.given.size() > 1 && result.given.back().size() > 1 &&
                core::is_ascii(result.given.back());
      if (changed) result.given.back().resize(1);
      break;
    case Change::typing_error:
      changed = change_one_word(result, draws, [&](auto& w) { return typing_error(w, draws); });
      break;
    case Change::former_surname:
      changed = take_former_surname(result, identity);
      break;
    case Change::diacritics_dropped:
      changed = drop_marks(result);
      break;
    case Change::run_together:
      changed = run_together(result);
      break;
    case Change::day_month_swapped:
      changed = swap_day_and_month(result);
      break;
  }
  return changed ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace badgewatch::sample
