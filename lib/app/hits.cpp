#include "app/hits.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

std::string display_name(const person::Person& person) {
  const auto current = std::find_if(person.names.begin(), person.names.end(), [](const auto& name) {
    return name.kind == person::NameKind::current;
  });
  if (person.names.empty()) return {};
  const auto& name = current == person.names.end() ? person.names.front() : *current;
  if (!name.full.empty()) return name.full;
  return name.given.empty() ? name.family : name.given + " " + name.family;
}

bool is_before(const Hit& a, const Hit& b) {
  if (a.comparison.band != b.comparison.band) return a.comparison.band > b.comparison.band;
  if (a.comparison.weight != b.comparison.weight) return a.comparison.weight > b.comparison.weight;
  return a.entry < b.entry;
}

}  // namespace

Hits::Hits(ports::Entries& entries, const ReferenceData& reference, const core::Clock& clock,
           core::Randomness& randomness)
    : entries_(entries), reference_(reference), clock_(clock), randomness_(randomness) {}

core::Result<Hits::Explained> Hits::explain(const match::Profile& subject, const Rules& rules,
                                            const std::vector<core::Uuid>& entries) const {
  Explained explained;
  if (entries.empty()) return explained;
  const auto views = entries_.find(entries);
  if (!views) return views.error();
  explained.vanished = views->size() < entries.size();
  for (const auto& view : *views) {
    auto comparison = match::compare(subject, rules.profile_of(view.subject));
    if (comparison.band == match::Band::none)
      explained.vanished = true;
    else
      explained.hits.push_back(hit(view, std::move(comparison)));
  }
  std::sort(explained.hits.begin(), explained.hits.end(), is_before);
  return explained;
}

Hit Hits::hit(const ports::EntryView& view, match::Comparison comparison) const {
  Hit hit;
  hit.id = core::new_uuid(clock_, randomness_);
  hit.entry = view.id;
  hit.recording_authority = view.recording_authority;
  const auto reference = reference_.get();
  if (const auto* authority = reference->authorities.with_code(view.recording_authority)) {
    hit.recording_authority_name = authority->name;
    hit.ask = authority->ask;
  }
  hit.kind = view.kind;
  hit.decided_on = view.decided_on;
  hit.effective_on = view.effective_on;
  hit.state =
      domain::state_on(view.state, view.kind, view.suspension_ends_on, core::uk_date(clock_.now()));
  hit.name = display_name(view.subject);
  if (view.subject.date_of_birth) hit.birth_year = view.subject.date_of_birth->year;
  hit.comparison = std::move(comparison);
  return hit;
}

}  // namespace badgewatch::app
