#include "match/search.hpp"

#include "match/scorer.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <limits>

namespace badgewatch::match {

Search::Search(const Profile::Data& query, const Filed& filed, const SearchLimits& limits)
    : query_(query),
      names_(query.names()),
      filed_(filed),
      limits_(limits),
      wanted_(names_, filed.records.vocabulary()) {}

void Search::gather() {
  leads_.reserve(256);
  by_keys();
  const auto before = [](const Lead& a, const Lead& b) { return a.record < b.record; };
  const auto same = [](const Lead& a, const Lead& b) { return a.record == b.record; };
  std::sort(leads_.begin(), leads_.end(), before);
  leads_.erase(std::unique(leads_.begin(), leads_.end(), same), leads_.end());
  found_by_keys_ = leads_.size();
  if (query_.details.born.is_known()) by_birthday();
}

bool Search::is_found_by_keys(RecordId record) const {
  const auto end = leads_.begin() + static_cast<std::ptrdiff_t>(found_by_keys_);
  const auto place =
      std::lower_bound(leads_.begin(), end, record,
                       [](const Lead& lead, RecordId other) { return lead.record < other; });
  return place != end && place->record == record;
}

void Search::by_keys() {
  Keys keys;
  add_detail_keys(query_.details, query_.places, keys);
  const auto& vocabulary = filed_.records.vocabulary();
  if (filed_.anyone_undated) add_wanted_name_keys(names_, vocabulary, Dated::no, keys);
  if (!query_.details.born.is_known()) add_wanted_name_keys(names_, vocabulary, Dated::yes, keys);
  for (const auto key : keys)
    filed_.postings.prefetch(key);
  for (const auto key : keys)
    for (const auto record : filed_.postings.find(key))
      leads_.push_back({record, any_word, 0});
}

Search::Needed Search::needed_of_names(const Finding& born) const {
  // A nearly equal NI number beside a 1 January counts for namesakes only, who are looked at
  // anyway.
  const bool may_be_mistyped = may_be_namesakes(born) &&
                               born.sentence != Sentence::birth_same_default &&
                               !query_.details.insurance.empty();
  const auto from = std::min(weights::possible_from, limits_.none_from);
  const double needed = from - weights::prior - born.weight - weights::beside_names;
  return {needed - (may_be_mistyped ? weights::insurance_nearly : 0),
          needed - weights::insurance_differs};
}

// The days lie far from one another in memory: all are asked for before the first is needed.
void Search::by_birthday() {
  std::vector<ListedDay> days;
  days.reserve(96);
  for (const auto& day : likely_days(query_.details.born)) {
    const bool namesakes = may_be_namesakes(day.born);
    const auto needed = needed_of_names(day.born);
    if (!namesakes && wanted_.most() < needed.of_anybody) continue;
    const auto* const list = filed_.birthdays.on(day.day);
    // Years far from now share their lists; the likeliest of them comes first.
    const auto visited = [&](const ListedDay& other) { return other.list == list; };
    if (list == nullptr) continue;
    if (!Birthdays::has_own_list(day.day.year) && std::any_of(days.begin(), days.end(), visited))
      continue;
    __builtin_prefetch(list);
    days.push_back({list, needed, namesakes});
  }
  constexpr std::ptrdiff_t line = 64;
  for (const auto& day : days) {
    const auto* const begin = reinterpret_cast<const char*>(day.list->data());
    const auto bytes = static_cast<std::ptrdiff_t>(day.list->size() * sizeof(Lead));
    for (std::ptrdiff_t at = 0; at < std::min(bytes, 6 * line); at += line)
      __builtin_prefetch(begin + at);
  }
  const auto digits = digits_of(query_.details);
  for (const auto& day : days)
    take(day, digits);
}

void Search::take(const ListedDay& day, Digits digits) {
  for (const auto& lead : *day.list) {
    const double least = surely_differ(digits, lead.digits) ? day.needed.beside_another_number
                                                            : day.needed.of_anybody;
    if (wanted_.least().weight < least) {
      if (!wanted_.is_wanted(lead.signature)) continue;
      const auto bound = wanted_.bound(lead.signature);
      if (bound.weight < least && !(day.namesakes && bound.namesake)) continue;
    }
    // Nobody is filed under two days.
    if (!is_found_by_keys(lead.record)) leads_.push_back(lead);
  }
}

// By names alone, and they are so common that not even the same names would be possible: whoever is
// not found may still be there.
bool Search::says_too_little() const {
  const auto& details = query_.details;
  if (details.born.is_known() || !details.insurance.empty() || !details.licence.empty())
    return false;
  return compare_names(names_, names_).weight < weights::needed;
}

Score Search::score(const Lead& lead) const {
  const auto& records = filed_.records;
  PlaceList places;
  records.places(lead.record, places);
  const auto found =
      compare_details(query_.details, query_.places, records.details(lead.record), places.view());
  const auto bound = wanted_.bound(lead.signature);
  if (!may_be_possible(found, bound) && most_weight(found, bound) < limits_.none_from)
    return {-std::numeric_limits<double>::infinity(), Band::none};
  NameList names;
  records.names(lead.record, names);
  return score_of(weighed(found, compare_names(names_, names)));
}

SearchResult Search::compare() {
  constexpr std::size_t ahead = 8;
  SearchResult result;
  result.complete = !says_too_little();
  for (std::size_t i = 0; i < leads_.size(); ++i) {
    if (result.compared == limits_.comparisons) {
      result.complete = false;
      break;
    }
    if (i + ahead < leads_.size()) filed_.records.prefetch(leads_[i + ahead].record);
    ++result.compared;
    const auto scored = score(leads_[i]);
    if (scored.band != Band::none || scored.weight >= limits_.none_from)
      result.found.push_back({leads_[i].record, scored.weight, scored.band});
  }
  std::sort(result.found.begin(), result.found.end(), [](const Candidate& a, const Candidate& b) {
    if (a.band != b.band) return a.band > b.band;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.record < b.record;
  });
  return result;
}

}  // namespace badgewatch::match
