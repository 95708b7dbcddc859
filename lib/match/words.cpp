#include "match/words.hpp"

#include <algorithm>

namespace badgewatch::match {

bool is_one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t first = 0;
  while (first < a.size() && a[first] == b[first]) ++first;
  if (a.size() < b.size()) return a.substr(first) == b.substr(first + 1);
  if (first == a.size()) return false;
  if (a.substr(first + 1) == b.substr(first + 1)) return true;
  return first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
         a.substr(first + 2) == b.substr(first + 2);
}

double jaro_winkler(std::string_view a, std::string_view b) {
  a = a.substr(0, 64);
  b = b.substr(0, 64);
  if (a.empty() || b.empty()) return 0;
  const auto longest = std::max(a.size(), b.size());
  const auto window = longest < 4 ? 0 : longest / 2 - 1;
  std::uint64_t used = 0;
  std::array<char, 64> matched{};
  std::size_t matches = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto low = i > window ? i - window : 0;
    const auto high = std::min(b.size(), i + window + 1);
    for (auto j = low; j < high; ++j) {
      if ((used >> j & 1) != 0 || a[i] != b[j]) continue;
      used |= std::uint64_t{1} << j;
      matched[matches++] = a[i];
      break;
    }
  }
  if (matches == 0) return 0;
  std::size_t swapped = 0;
  std::size_t next = 0;
  for (std::size_t j = 0; j < b.size(); ++j)
    if ((used >> j & 1) != 0 && matched[next++] != b[j]) ++swapped;
  const auto m = static_cast<double>(matches);
  const double jaro = (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                       (m - static_cast<double>(swapped) / 2) / m) /
                      3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
  return jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro);
}

Likeness likeness(const Word& a, const Word& b) {
  if (a.text == b.text) return a.initial ? Likeness::initial : Likeness::same;
  if (a.initial || b.initial)
    return a.text[0] == b.text[0] ? Likeness::initial : Likeness::none;
  if (a.facts.spelling != 0 && a.facts.spelling == b.facts.spelling) return Likeness::spelling;
  if (a.facts.related != 0 && a.facts.related == b.facts.related) return Likeness::related;
  const auto shorter = std::min(a.text.size(), b.text.size());
  if (shorter < 4) return Likeness::none;
  if (is_one_edit_apart(a.text, b.text)) return Likeness::typo;
  return jaro_winkler(a.text, b.text) >= 0.92 ? Likeness::typo : Likeness::none;
}

}  // namespace badgewatch::match
