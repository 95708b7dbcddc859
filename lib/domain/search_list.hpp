// Some searches, in the order of their time, and what is counted of them.
#pragma once

#include "domain/search.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace badgewatch::domain {

using SearchList = std::vector<const Search*>;

inline bool is_earlier(const Search* a, const Search* b) {
  return std::tie(a->at, a->check) < std::tie(b->at, b->check);
}

// Those of the last `days` days up to `day`, sorted.
inline SearchList within(std::span<const Search> searches, core::Date day, int days) {
  SearchList list;
  for (const auto& search : searches)
    if (search.day <= day && search.day > day.plus_days(-days)) list.push_back(&search);
  std::sort(list.begin(), list.end(), is_earlier);
  return list;
}

// How many different values there are, of those that were given.
template <class Value>
int count_different(const SearchList& list, Value&& value_of) {
  std::vector<Trait> values;
  values.reserve(list.size());
  for (const auto* search : list)
    if (const Trait value = value_of(*search); value != 0) values.push_back(value);
  std::sort(values.begin(), values.end());
  return static_cast<int>(std::unique(values.begin(), values.end()) - values.begin());
}

inline int people_in(const SearchList& list) {
  return count_different(list, [](const Search& search) { return search.traits.person; });
}

// The searches of each value, those together that have it; searches without one are in none.
template <class Value>
std::vector<SearchList> grouped(const SearchList& list, Value&& value_of) {
  std::vector<std::pair<Trait, const Search*>> pairs;
  pairs.reserve(list.size());
  for (const auto* search : list)
    if (const Trait value = value_of(*search); value != 0) pairs.emplace_back(value, search);
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : is_earlier(a.second, b.second);
  });
  std::vector<SearchList> groups;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i].first != pairs[i - 1].first) groups.emplace_back();
    groups.back().push_back(pairs[i].second);
  }
  return groups;
}

// The last of them, as a flag names them.
inline std::vector<core::Uuid> checks_of(const SearchList& list, std::size_t most) {
  std::vector<core::Uuid> checks;
  for (std::size_t i = list.size() - std::min(list.size(), most); i < list.size(); ++i)
    checks.push_back(list[i]->check);
  return checks;
}

}  // namespace badgewatch::domain
