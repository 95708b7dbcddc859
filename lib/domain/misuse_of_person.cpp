// What is seen of all who searched one person.
#include "domain/misuse.hpp"
#include "domain/search_list.hpp"

#include <map>
#include <set>

namespace badgewatch::domain {

namespace {

constexpr int days_of_interest = 30;
constexpr int week = 7;
constexpr int days_apart = 60;

using ByActor = std::map<std::pair<std::string_view, std::string_view>, SearchList>;

ByActor by_actor(const SearchList& list) {
  ByActor actors;
  for (const auto* search : list)
    actors[{search->authority, search->actor}].push_back(search);
  return actors;
}

SearchList without_in_term(const SearchList& list) {
  SearchList others;
  for (const auto* search : list)
    if (search->purpose != Purpose::in_term) others.push_back(search);
  return others;
}

// A flag for each who searched on that day.
void raise_for_all(const SearchList& list, core::Date day, Pattern pattern,
                   const std::string& sentence, std::vector<Flag>& flags) {
  for (const auto& [who, his] : by_actor(list)) {
    if (his.back()->day != day) continue;
    const bool national = pattern == Pattern::many_authorities;
    flags.push_back({.authority = national ? "" : std::string(who.first),
                     .actor = national ? std::string(who.first) + " " + std::string(who.second)
                                       : std::string(who.second),
                     .day = day,
                     .pattern = pattern,
                     .sentence = sentence,
                     .checks = checks_of(list, most_checks_named)});
  }
}

// Those whose cases for this person are nobody else's.
std::set<std::string_view> alone_with_their_cases(const SearchList& list) {
  std::map<Trait, std::set<std::string_view>> actors_of;
  for (const auto* search : list)
    actors_of[search->traits.case_reference].insert(search->actor);
  std::set<std::string_view> alone;
  for (const auto* search : list)
    alone.insert(search->actor);
  for (const auto& [reference, actors] : actors_of)
    if (actors.size() > 1)
      for (const auto& actor : actors)
        alone.erase(actor);
  return alone;
}

// As it stood behind each search of the day: a case that two have in common later takes nothing
// back.
void shared_interest(const SearchList& its, core::Date day, const MisuseTerms& terms,
                     std::vector<Flag>& flags) {
  std::map<std::string_view, Flag> of_actor;
  for (std::size_t i = 0; i < its.size(); ++i) {
    if (its[i]->day != day) continue;
    const SearchList until(its.begin(), its.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    const auto alone = alone_with_their_cases(until);
    if (static_cast<int>(alone.size()) < terms.officers_of_one) continue;
    SearchList theirs;
    for (const auto* search : until)
      if (alone.contains(search->actor)) theirs.push_back(search);
    std::vector<Flag> raised;
    raise_for_all(theirs, day, Pattern::shared_interest,
                  "One person was searched within thirty days by " + std::to_string(alone.size()) +
                      " who had no case about that person in common.",
                  raised);
    for (const auto* search : theirs)
      for (auto& flag : raised)
        if (flag.actor == search->actor) of_actor[search->actor] = flag;
  }
  for (auto& [actor, flag] : of_actor)
    flags.push_back(std::move(flag));
}

std::vector<SearchList> by_authority(const SearchList& list) {
  std::map<std::string_view, SearchList> authorities;
  for (const auto* search : list)
    authorities[search->authority].push_back(search);
  std::vector<SearchList> lists;
  for (auto& [authority, its] : authorities)
    lists.push_back(std::move(its));
  return lists;
}

void repeated(const SearchList& list, core::Date day, const MisuseTerms& terms,
              std::vector<Flag>& flags) {
  for (const auto& [who, his] : by_actor(list)) {
    if (his.back()->day != day || his.front()->day > day.plus_days(-days_apart)) continue;
    std::set<core::Date> days;
    bool found = false;
    for (const auto* search : his) {
      found = found || search->was_hit;
      days.insert(search->day);
      if (search->day == day) break;  // what the rest of the day brings takes nothing back
    }
    if (found || static_cast<int>(days.size()) < terms.days_of_one) continue;
    flags.push_back({.authority = std::string(who.first),
                     .actor = std::string(who.second),
                     .day = day,
                     .pattern = Pattern::repeated,
                     .sentence = "One person was searched on " + std::to_string(days.size()) +
                                 " days over two months and more, and never found.",
                     .checks = checks_of(his, most_checks_named)});
  }
}

void many_authorities(const SearchList& list, core::Date day, const MisuseTerms& terms,
                      std::vector<Flag>& flags) {
  std::set<std::string_view> authorities;
  for (const auto* search : list)
    authorities.insert(search->authority);
  if (static_cast<int>(authorities.size()) < terms.authorities_of_one) return;
  raise_for_all(list, day, Pattern::many_authorities,
                "One person was searched by " + std::to_string(authorities.size()) +
                    " authorities within seven days.",
                flags);
}

}  // namespace

std::vector<Flag> flags_of_person(std::span<const Search> searches, core::Date day,
                                  const MisuseTerms& terms) {
  std::vector<Flag> flags;
  for (const auto& its : by_authority(without_in_term(within(searches, day, days_of_interest))))
    shared_interest(its, day, terms, flags);
  repeated(without_in_term(within(searches, day, days_of_person)), day, terms, flags);
  many_authorities(without_in_term(within(searches, day, week)), day, terms, flags);
  return flags;
}

}  // namespace badgewatch::domain
