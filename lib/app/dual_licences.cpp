#include "app/dual_licences.hpp"

#include "domain/succession.hpp"
#include "domain/two_licences.hpp"

namespace badgewatch::app {

namespace {

// A transaction each. With more of them a row costs less, and what comes between is told later.
constexpr std::size_t rows_at_once = 200;

}  // namespace

bool is_within_one_house(const domain::Authorities& authorities, const DualLicence& dual,
                         core::Date day) {
  return domain::is_one_house(authorities, {dual.authority, dual.licence},
                              {dual.other_authority, dual.other}, day);
}

std::vector<DualLicence> dual_licences_of(const core::Uuid& licence, const std::string& authority,
                                          const match::Profile& holder,
                                          const IndexContents& contents) {
  const match::SearchLimits all_strong{.comparisons = static_cast<std::size_t>(-1),
                                       .strong_alone = true};
  std::vector<DualLicence> found;
  for (const auto& candidate : contents.holders.search(holder, all_strong).found) {
    const auto& other = contents.holders.ref(candidate.record);
    const auto& other_authority = contents.authority_code(other.authority);
    if (other_authority == authority) continue;
    found.push_back({.licence = licence,
                     .authority = authority,
                     .other = other.id,
                     .other_authority = other_authority,
                     .probability = match::probability_of(candidate.weight)});
  }
  return found;
}

ports::NewAlert alert_of(const DualLicence& dual, domain::AlertKind kind) {
  ports::NewAlert alert;
  alert.authority = dual.authority;
  alert.kind = kind;
  alert.entry_type = "licence";
  alert.entry = dual.other;
  alert.recording_authority = dual.other_authority;
  alert.licence = dual.licence;
  alert.band = match::name_of(match::Band::strong);
  alert.probability = dual.probability;
  return alert;
}

DualLicence other_side(const DualLicence& dual) {
  return {.licence = dual.other,
          .authority = dual.other_authority,
          .other = dual.licence,
          .other_authority = dual.authority,
          .probability = dual.probability};
}

core::Result<bool> DualLicences::step() {
  const auto rules = index_.rules();
  if (!rules) return false;
  const auto place = work_->begin();
  if (!place) return place.error();
  if (!*place) return false;
  auto looked = look_on(**place, rules);
  if (!looked || !*looked) work_->give_up();
  return looked;
}

core::Result<bool> DualLicences::look_on(const ports::DualLicencePlace& place,
                                         const SharedRules& rules) {
  auto at = place.at;
  if (place.rules != rules->name) at.seq = 0;
  auto steps = feed_->after(at.seq, rows_at_once);
  if (!steps) return steps.error();
  std::vector<DualLicence> found;
  bool is_moved = false;
  for (auto& step : *steps) {
    const bool is_licence = step.event.kind == proof::RowKind::licence;
    const auto row = prepare(std::move(step), *rules);
    // Whichever of two comes second in the feed finds the first.
    const bool is_there = index_.read([&](const IndexContents* contents) {
      if (contents == nullptr || contents->rules != rules) return false;
      const auto& head = contents->applied.head().position;
      if (head.epoch != at.epoch || head.seq < row.event.seq) return false;
      if (!is_licence || !row.profile) return true;
      for (auto& dual : dual_licences_of(row.event.row, row.authority, *row.profile, *contents))
        found.push_back(std::move(dual));
      return true;
    });
    if (!is_there) break;
    at.seq = row.event.seq;
    at.chain = row.chain;
    is_moved = true;
  }
  if (!is_moved) return false;
  const auto to_raise = alerts(found);
  if (!to_raise) return to_raise.error();
  const auto raised = work_->finish(*to_raise, {.at = at, .rules = rules->name}, clock_.now());
  if (!raised) return raised.error();
  metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(*raised));
  return true;
}

core::Result<std::vector<ports::NewAlert>> DualLicences::alerts(
    const std::vector<DualLicence>& found) {
  std::vector<ports::NewAlert> alerts;
  if (found.empty()) return alerts;
  std::vector<ports::LicenceKey> licences;
  for (const auto& dual : found) {
    licences.push_back({dual.authority, dual.licence});
    licences.push_back({dual.other_authority, dual.other});
  }
  const auto standing = work_->standing(licences);
  if (!standing) return standing.error();
  const auto reference = reference_.get();
  const auto today = core::uk_date(clock_.now());
  for (const auto& dual : found) {
    if (is_within_one_house(reference->authorities, dual, today)) continue;
    for (const auto& side : {dual, other_side(dual)}) {
      const auto own = standing->find(side.licence), other = standing->find(side.other);
      if (own == standing->end() || other == standing->end()) continue;
      const auto kind =
          domain::told_of(own->second, other->second, clock_.now(), options_.application_open);
      if (kind) alerts.push_back(alert_of(side, *kind));
    }
  }
  return alerts;
}

}  // namespace badgewatch::app
