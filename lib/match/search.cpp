#include "match/search.hpp"

#include "match/scorer.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

struct Search::Memory {
  std::vector<RecordId> leads;
  std::vector<ListedDay> days;
  std::vector<LikelyDay> likely;
  std::vector<Alike> alike;
  std::vector<Waiting> waiting;
  Keys detail_keys;
  Keys name_keys;
  Answers::Memory answers;
};

Search::Memory& Search::memory() {
  static thread_local Memory memory;
  return memory;
}

Search::Search(const Profile::Data& query, const Filed& filed, const SearchLimits& limits)
    : query_(query),
      names_(query.names()),
      born_(told_birthday(query.details)),
      filed_(filed),
      limits_(limits),
      memory_(memory()),
      wanted_(names_, filed.records.vocabulary()),
      answers_(names_, filed.records.vocabulary(), memory_.answers),
      areas_(query.places),
      insurance_(number_ends_of(query.details)) {
  memory_.leads.clear();
  memory_.days.clear();
  memory_.likely.clear();
  memory_.alike.clear();
  memory_.waiting.clear();
  memory_.detail_keys.clear();
  memory_.name_keys.clear();
}

void Search::gather() {
  by_keys();
  if (born_.is_known()) by_birthday();
  auto& leads = memory_.leads;
  std::sort(leads.begin(), leads.end());
  leads.erase(std::unique(leads.begin(), leads.end()), leads.end());
}

void Search::by_keys() {
  auto& detail_keys = memory_.detail_keys;
  auto& name_keys = memory_.name_keys;
  const bool undated = !born_.is_known();
  add_detail_keys(query_.details, query_.places, detail_keys);
  for (const auto key : detail_keys)
    filed_.details.prefetch(key);
  if (filed_.anyone_undated || undated)
    add_wanted_name_keys(names_, filed_.names_from, filed_.records.vocabulary(), name_keys);
  for (const auto key : name_keys)
    filed_.undated_names.prefetch(key);
  if (undated)
    for (const auto key : name_keys)
      filed_.dated_names.prefetch(key);
  take_all(filed_.details, detail_keys);
  take_all(filed_.undated_names, name_keys);
  if (undated) take_all(filed_.dated_names, name_keys);
}

void Search::take_all(const Postings& postings, const Keys& keys) {
  for (const auto key : keys)
    for (const auto record : postings.find(key))
      lead_to(record);
}

// It will be needed, when all are gathered.
void Search::lead_to(RecordId record) {
  filed_.records.prefetch(record);
  memory_.leads.push_back(record);
}

Search::Needed Search::needed_of_names(const Finding& born) const {
  // A nearly equal NI number beside a 1 January counts for namesakes only, who are looked at
  // anyway.
  const bool may_be_mistyped = may_be_namesakes(born) &&
                               born.sentence != Sentence::birth_same_default &&
                               !query_.details.insurance.empty();
  const auto from = std::min(weights::possible_from, limits_.none_from);
  const double needed =
      from - weights::prior - born.weight - weights::beside_names - most_of_complete_name(born);
  return {needed - (may_be_mistyped ? weights::insurance_nearly : 0),
          needed - weights::insurance_differs};
}

// Its place among those that came up.
std::size_t Search::alike_as(const Finding& born) {
  auto& all = memory_.alike;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].born.sentence == born.sentence && all[i].born.weight == born.weight) return i;
  const auto needed = needed_of_names(born);
  const bool namesakes = may_be_namesakes(born);
  all.push_back({born, needed, namesakes, wanted_.telling(needed.of_anybody, namesakes)});
  return all.size() - 1;
}

// The days lie far from one another in memory: all are asked for before the first is needed.
void Search::by_birthday() {
  auto& days = memory_.days;
  add_likely_days(born_, memory_.likely);
  if (const auto corrected = corrected_birthday(query_.details))
    memory_.likely.push_back({*corrected,
                              {Verdict::similar, weights::born_corrected_by_number,
                               Sentence::birth_corrected_by_number}});
  for (const auto& day : memory_.likely) {
    const auto place = alike_as(day.born);
    const auto& alike = memory_.alike[place];
    if (!alike.namesakes && wanted_.most() < alike.needed.of_anybody) continue;
    const auto* const list = filed_.birthdays.on(day.day);
    // Years far from now share their lists; the likeliest of them comes first.
    const auto visited = [&](const ListedDay& other) { return other.list == list; };
    if (list == nullptr) continue;
    if (!Birthdays::has_own_list(day.day.year) && std::any_of(days.begin(), days.end(), visited))
      continue;
    __builtin_prefetch(list);
    days.push_back({list, place});
  }
  // Of a list the first lines of the cache; what is behind comes by itself.
  constexpr std::size_t line = 64 / sizeof(Signature);
  constexpr std::size_t lines = 4;
  constexpr std::size_t ahead = 8;
  const auto prefetch = [&](const Day& day) {
    for (std::size_t at = 0; at < std::min(day.size(), lines * line); at += line)
      __builtin_prefetch(day.signatures().data() + at);
  };
  for (std::size_t i = 0; i < std::min(ahead, days.size()); ++i)
    prefetch(*days[i].list);
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (i + ahead < days.size()) prefetch(*days[i + ahead].list);
    take(*days[i].list, memory_.alike[days[i].alike]);
  }
}

bool Search::may_be_wanted(const Day& day, std::size_t place, const Alike& alike) const {
  const auto bound = wanted_.bound(day.signatures()[place]);
  if (alike.namesakes && bound.namesake) return true;
  if (bound.weight < alike.needed.of_anybody) return false;
  const auto& lead = day.lead(place);
  double least = surely_differ(insurance_, lead.insurance) ? alike.needed.beside_another_number
                                                           : alike.needed.of_anybody;
  least += weights::beside_names - areas_.most_weight(lead.area);
  return bound.weight >= least;
}

void Search::take(const Day& day, const Alike& alike) {
  alike.telling.each_in(day, [&](std::size_t place) {
    if (may_be_wanted(day, place, alike)) lead_to(day.lead(place).record);
  });
}

// By names alone, and they are so common that not even the same names would be possible: whoever is
// not found may still be there.
bool Search::says_too_little() const {
  const auto& details = query_.details;
  if (born_.is_known() || !details.insurance.empty() || !details.licence.empty()) return false;
  return compare_names(names_, names_).weight < weights::needed;
}

bool Search::may_be_found(const DetailFindings& found, const NameBound& bound) const {
  return may_be_possible(found, bound) || most_weight(found, bound) >= limits_.none_from;
}

// Of the first `count`. Whose names are needed is known in time to have them near.
void Search::compare_all_but_names(std::size_t count) {
  const auto& records = filed_.records;
  for (std::size_t i = 0; i < count; ++i) {
    const auto record = memory_.leads[i];
    PlaceList places;
    records.places(record, places);
    const auto found =
        compare_details(query_.details, query_.places, records.details(record), places.view());
    if (!may_be_found(found, {wanted_.most(), true})) continue;
    records.prefetch_names(record);
    memory_.waiting.push_back({record, found});
  }
}

// Nothing where names cannot be enough.
std::optional<Score> Search::score(const Waiting& one) const {
  const auto& records = filed_.records;
  // How a name sounds in Latin letters is a guess, which must not stand against anybody.
  const bool in_same_scripts = records.has_other_script(one.record) == names_.other_script;
  if (in_same_scripts &&
      !may_be_found(one.found, answers_.bound(records.written_names(one.record))))
    return {};
  NameList names;
  records.names(one.record, names);
  return score_of(weighed(one.found, compare_names(names_, names)));
}

SearchResult Search::compare() {
  SearchResult result;
  result.compared = std::min(memory_.leads.size(), limits_.comparisons);
  result.complete = !says_too_little() && result.compared == memory_.leads.size();
  compare_all_but_names(result.compared);
  for (const auto& one : memory_.waiting) {
    const auto scored = score(one);
    if (scored && (scored->band != Band::none || scored->weight >= limits_.none_from))
      result.found.push_back({one.record, scored->weight, scored->band});
  }
  std::sort(result.found.begin(), result.found.end(), [](const Candidate& a, const Candidate& b) {
    if (a.band != b.band) return a.band > b.band;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.record < b.record;
  });
  return result;
}

}  // namespace badgewatch::match
