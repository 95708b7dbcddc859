#include "app/hits.hpp"

#include "app/finding_pair.hpp"
#include "domain/succession.hpp"

#include <algorithm>
#include <map>

namespace badgewatch::app {

namespace {

bool is_before(const Hit& a, const Hit& b) {
  if (a.comparison.band != b.comparison.band) return a.comparison.band > b.comparison.band;
  if (a.comparison.weight != b.comparison.weight) return a.comparison.weight > b.comparison.weight;
  return a.entry < b.entry;
}

// On whose day it is asked who acts for whom.
struct House {
  std::shared_ptr<const Reference> reference;
  core::Date day;

  // By what the entry went to a successor of that authority: a concern with the licence that was
  // found, where it is not named itself.
  core::Uuid went_with(const ports::EntryView& view, const std::string& authority) const {
    std::vector<core::Uuid> records{view.id};
    for (const auto& party : view.parties)
      if (party.authority == authority && party.licence) records.push_back(*party.licence);
    return domain::named_among(reference->authorities, authority, records, day);
  }
  // Whether what that authority has of the entry is the caller's own, or theirs by now.
  bool has(const ports::Caller& caller, const std::string& authority,
           const ports::EntryView& view) const {
    return domain::stands_for(reference->authorities, caller.authority, authority, day,
                              went_with(view, authority));
  }
  // Those whose findings are the caller's by now.
  std::vector<std::string> formers_of(const ports::Caller& caller) const {
    return domain::inherited_by(reference->authorities, caller.authority, day);
  }
  // By that time, where one is given.
  bool is_party(const ports::Caller& caller, const ports::EntryView& view,
                std::optional<core::Instant> at) const {
    return std::any_of(view.parties.begin(), view.parties.end(), [&](const auto& party) {
      return (!at || party.since <= *at) && has(caller, party.authority, view);
    });
  }
};

}  // namespace

std::string display_name(const person::Person& person) {
  const auto current = std::find_if(person.names.begin(), person.names.end(), [](const auto& name) {
    return name.kind == person::NameKind::current;
  });
  if (person.names.empty()) return {};
  const auto& name = current == person.names.end() ? person.names.front() : *current;
  if (!name.full.empty()) return name.full;
  return name.given.empty() ? name.family : name.given + " " + name.family;
}

Hits::Hits(ports::Entries& entries, ports::Findings& findings, const ReferenceData& reference,
           const core::Clock& clock, core::Randomness& randomness, const core::Hash& pair_key,
           bool shares_pointers)
    : entries_(entries),
      findings_(findings),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      pair_key_(pair_key),
      shares_pointers_(shares_pointers) {}

core::Result<Hits::Explained> Hits::explain(const ports::Caller& caller,
                                            const match::Profile& subject, const Rules& rules,
                                            const std::vector<core::Uuid>& entries) const {
  Explained explained;
  if (entries.empty()) return explained;
  const auto views = entries_.find(entries);
  if (!views) return views.error();
  explained.vanished = views->size() < entries.size();
  const House house{reference_.get(), core::uk_date(clock_.now())};
  const auto formers = house.formers_of(caller);
  for (const auto& view : *views) {
    if (!may_see(caller, view)) continue;
    const auto theirs = rules.profile_of(view.subject);
    auto comparison = match::compare(
        subject, theirs, view.is_concern ? match::OthersName::not_shown : match::OthersName::shown);
    if (comparison.band == match::Band::none) {
      explained.vanished = true;
      continue;
    }
    auto& made = explained.hits.emplace_back(hit(view, std::move(comparison)));
    made.is_own =
        house.has(caller, view.recording_authority, view) || house.is_party(caller, view, {});
    const auto pair = match::pair_of(subject, theirs);
    made.pair = finding_pair(pair_key_, caller.authority, view.id, pair);
    for (const auto& former : formers)
      made.former_pairs.push_back(finding_pair(pair_key_, former, view.id, pair));
  }
  std::sort(explained.hits.begin(), explained.hits.end(), is_before);
  return explained;
}

// A replay asks of an earlier time, when it may have been no concern of theirs yet.
bool Hits::may_see(const ports::Caller& caller, const ports::EntryView& view) const {
  if (!view.is_concern || shares_pointers_) return true;
  return House{reference_.get(), core::uk_date(clock_.now())}.is_party(caller, view, clock_.now());
}

// The last one of a house, under whichever code it was made: the next one about the same two people
// is bound to the same.
core::Result<void> Hits::recall(const ports::Caller& caller, std::span<Hit* const> hits) const {
  std::vector<core::Hash> pairs;
  for (const auto* hit : hits) {
    pairs.push_back(hit->pair);
    pairs.insert(pairs.end(), hit->former_pairs.begin(), hit->former_pairs.end());
  }
  if (pairs.empty()) return {};
  auto found = findings_.about(caller, pairs);
  if (!found) return found.error();
  std::map<core::Hash, ports::FindingRecord> by_pair;
  for (auto& one : *found)
    by_pair.emplace(one.pair, std::move(one));
  for (auto* hit : hits) {
    auto wanted = hit->former_pairs;
    wanted.push_back(hit->pair);
    for (const auto& pair : wanted) {
      const auto one = by_pair.find(pair);
      if (one == by_pair.end()) continue;
      if (hit->earlier_finding && one->second.found_at < hit->earlier_finding->found_at) continue;
      hit->earlier_finding = one->second;
      hit->pair = pair;
    }
  }
  return {};
}

Hit Hits::hit(const ports::EntryView& view, match::Comparison comparison) const {
  Hit hit;
  hit.id = core::new_uuid(clock_, randomness_);
  hit.entry = view.id;
  hit.entry_version = view.version;
  hit.is_held = view.is_held;
  hit.disputed_on = view.disputed_on;
  hit.is_concern = view.is_concern;
  hit.recording_authority = view.recording_authority;
  const auto& recorded_by = view.recording_authority;
  const auto today = core::uk_date(clock_.now());
  const House house{reference_.get(), today};
  const auto& authorities = house.reference->authorities;
  const auto record = house.went_with(view, recorded_by);
  hit.recording_authority_name = domain::name_on(authorities, recorded_by, today, record);
  if (const auto* asked = domain::acting_for(authorities, recorded_by, today, record))
    hit.ask = asked->ask;
  hit.kind = view.kind;
  hit.decided_on = view.decided_on;
  hit.effective_on = view.effective_on;
  hit.state = domain::state_on(view.state, view.kind, view.suspension_ends_on, today);
  hit.name = display_name(view.subject);
  if (view.subject.date_of_birth) hit.birth_year = view.subject.date_of_birth->year;
  hit.comparison = std::move(comparison);
  return hit;
}

domain::Outcome outcome_of(const std::vector<Hit>& hits, bool complete) {
  const bool strong = std::any_of(hits.begin(), hits.end(), [](const Hit& hit) {
    return hit.comparison.band == match::Band::strong;
  });
  if (strong) return domain::Outcome::match;
  if (!hits.empty()) return domain::Outcome::possible_match;
  return complete ? domain::Outcome::no_match : domain::Outcome::indeterminate;
}

}  // namespace badgewatch::app
