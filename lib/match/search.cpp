#include "match/search.hpp"

#include "match/scorer.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <tuple>

namespace badgewatch::match {

struct Search::Memory {
  std::vector<Suspect> suspects;
  std::vector<ListedDay> days;
  LikelyDays likely;
  std::vector<Alike> alike;
  std::vector<TellingWords::Place> places;
  std::vector<Glimpse> glimpses;
  std::vector<Waiting> waiting;
  Keys detail_keys;
  Keys name_keys;
  std::vector<Blocks> other_writings;
  Answers::Memory answers;
};

Search::Memory& Search::memory() {
  static thread_local Memory memory;
  return memory;
}

std::span<const Blocks> Search::other_writings() const {
  auto& others = memory_.other_writings;
  other_writings_of(names_, filed_.records.vocabulary(), others);
  return {others.data(), names_.count};
}

Search::Search(const Profile::Data& query, const Filed& filed, const SearchLimits& limits)
    : query_(query),
      names_(query.names()),
      born_(told_birthday(query.details)),
      filed_(filed),
      limits_(limits),
      memory_(memory()),
      other_writings_(other_writings()),
      wanted_(names_, other_writings_, filed.records.vocabulary()),
      answers_(names_, filed.records.vocabulary(), memory_.answers),
      areas_(query.places),
      insurance_(number_ends_of(query.details)) {
  memory_.suspects.clear();
  memory_.days.clear();
  memory_.likely.clear();
  memory_.glimpses.clear();
  memory_.waiting.clear();
  memory_.detail_keys.clear();
  memory_.name_keys.clear();
}

// Whoever came up more than once is bounded by each.
void Search::gather() {
  if (limits_.strong_alone)
    by_numbers();
  else
    by_keys();
  if (born_.is_known() && !limits_.strong_alone) by_birthday();
  auto& suspects = memory_.suspects;
  const auto rank = [](const Suspect& one) {
    return std::tuple(one.record, one.names.weight, one.names.namesake);
  };
  std::sort(suspects.begin(), suspects.end(),
            [&](const Suspect& a, const Suspect& b) { return rank(a) < rank(b); });
  const auto same = [](const Suspect& a, const Suspect& b) { return a.record == b.record; };
  suspects.erase(std::unique(suspects.begin(), suspects.end(), same), suspects.end());
}

void Search::by_numbers() {
  add_number_keys(query_.details, memory_.detail_keys);
  take_all(filed_.details, memory_.detail_keys);
}

void Search::by_keys() {
  auto& detail_keys = memory_.detail_keys;
  auto& name_keys = memory_.name_keys;
  const bool undated = !born_.is_known();
  add_detail_keys(query_.details, query_.places, detail_keys);
  for (const auto key : detail_keys)
    filed_.details.prefetch(key);
  if (filed_.anyone_undated || undated)
    add_wanted_name_keys(names_, other_writings_, filed_.names_from, filed_.records.vocabulary(),
                         undated ? nullptr : &filed_.undated_words, name_keys);
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
      suspect(record, {wanted_.most(), true});
}

// The record will be needed, when all are gathered.
void Search::suspect(RecordId record, const NameBound& names) {
  filed_.records.prefetch(record);
  memory_.suspects.push_back({record, names});
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

void Search::list_days() {
  auto& days = memory_.days;
  auto& likely = memory_.likely;
  add_likely_days(born_, likely);
  if (const auto corrected = corrected_birthday(query_.details))
    likely.add(*corrected, {Verdict::similar, weights::born_corrected_by_number,
                            Sentence::birth_corrected_by_number});
  auto& alike = memory_.alike;
  alike.assign(likely.findings().size(), {});
  for (const auto& day : likely.days()) {
    const auto* const list = filed_.birthdays.on(day.day);
    if (list == nullptr) continue;
    auto& its = alike[day.finding];
    if (!its.asked) its = alike_as(likely.findings()[day.finding]);
    if (!its.namesakes && wanted_.most() < its.needed.of_anybody) continue;
    // Years far from now share their lists; the likeliest of them comes first.
    const auto visited = [&](const ListedDay& other) { return other.list == list; };
    if (!Birthdays::has_own_list(day.day.year) && std::any_of(days.begin(), days.end(), visited))
      continue;
    __builtin_prefetch(list);
    days.push_back({list, day.finding});
  }
}

Search::Alike Search::alike_as(const Finding& born) const {
  const auto needed = needed_of_names(born);
  const bool namesakes = may_be_namesakes(born);
  return {true, needed, namesakes, wanted_.telling(needed.of_anybody, namesakes)};
}

// What one step needs lies far apart in memory: the step before it asks for all of it.
void Search::by_birthday() {
  list_days();
  constexpr std::size_t ahead = 8;
  const auto& days = memory_.days;
  for (std::size_t i = 0; i < std::min(ahead, days.size()); ++i)
    days[i].list->prefetch();
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (i + ahead < days.size()) days[i + ahead].list->prefetch();
    look_through(days[i]);
  }
  for (const auto& one : memory_.glimpses) {
    const auto& lead = one.list->lead(one.person);
    if (are_enough(one, lead)) suspect(lead.record, one.names);
  }
}

void Search::look_through(const ListedDay& listed) {
  const auto& day = *listed.list;
  const auto& alike = memory_.alike[listed.alike];
  auto& places = memory_.places;
  places.clear();
  alike.telling.find_in(day, places);
  for (const auto& place : places) {
    const auto names = wanted_.bound(day.words_from(place.first_word));
    const bool namesake = alike.namesakes && names.namesake;
    if (names.weight < alike.needed.of_anybody && !namesake) continue;
    day.prefetch_lead(place.person);
    memory_.glimpses.push_back({&day, place.person, namesake, listed.alike, names});
  }
}

bool Search::are_enough(const Glimpse& glimpse, const Lead& lead) const {
  if (glimpse.namesake) return true;
  const auto& needed = memory_.alike[glimpse.alike].needed;
  const double without_address = weights::beside_names - areas_.most_weight(lead.area);
  const double names = glimpse.names.weight;
  return names >= needed.of_anybody + without_address &&
         (names >= needed.beside_another_number + without_address ||
          !surely_differ(insurance_, lead.insurance));
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
    const auto& [record, names] = memory_.suspects[i];
    const auto places = records.places(record);
    const auto found =
        compare_details(query_.details, query_.places, records.details(record), places);
    if (!may_be_found(found, names)) continue;
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

bool Search::is_wanted(const Score& score) const {
  if (limits_.strong_alone) return score.band == Band::strong;
  return score.band != Band::none || score.weight >= limits_.none_from;
}

SearchResult Search::compare() {
  SearchResult result;
  result.compared = std::min(memory_.suspects.size(), limits_.comparisons);
  result.complete =
      result.compared == memory_.suspects.size() && (limits_.strong_alone || !says_too_little());
  compare_all_but_names(result.compared);
  for (const auto& one : memory_.waiting) {
    const auto scored = score(one);
    if (scored && is_wanted(*scored))
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
