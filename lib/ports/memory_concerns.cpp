#include "ports/memory_concerns.hpp"

namespace badgewatch::ports {

namespace {

bool is_party(const ConcernRecord& record, const std::string& authority) {
  return record.authority == authority || record.issuer(authority) != nullptr;
}

// A reporter sees all parts, an issuer its own.
ConcernRecord as_seen_by(const std::string& authority, ConcernRecord record) {
  if (record.authority == authority) return record;
  std::erase_if(record.issuers, [&](const auto& one) { return one.authority != authority; });
  std::erase_if(record.steps, [&](const auto& one) { return one.authority != authority; });
  return record;
}

}  // namespace

core::Result<bool> MemoryConcerns::enter(const ConcernRecord& record,
                                         const domain::ConcernStatistics& statistics) {
  if (state_.concerns.contains(record.id)) return false;
  state_.concerns[record.id] = record;
  state_.append(proof::RowKind::concern, record.id, 0, 1, ++salts_);
  const int year = core::uk_date(record.entered_at).year();
  if (statistics.ethnicity)
    ++state_.traits[{record.authority, year, "ethnicity", statistics.ethnicity->code}];
  if (statistics.nationality)
    ++state_.traits[{record.authority, year, "nationality", statistics.nationality->code}];
  return true;
}

bool MemoryRegister::State::route_concern(const ConcernRoute& route, core::Instant at) {
  const auto found = concerns.find(route.concern);
  if (found == concerns.end() || found->second.issuer(route.issuer) != nullptr) return false;
  auto& record = found->second;
  ConcernIssuer issuer;
  issuer.authority = route.issuer;
  issuer.how = route.how;
  issuer.band = route.band;
  issuer.routed_at = at;
  issuer.received_on = route.received_on;
  issuer.consider_by = route.consider_by;
  record.issuers.push_back(std::move(issuer));
  record.routing = domain::Routing::routed;
  ConcernStep step;
  step.id = next_id();
  step.authority = route.issuer;
  step.step = "received";
  step.on = route.received_on;
  step.at = at;
  step.detail = route.how;
  record.steps.push_back(std::move(step));
  for (auto& one : duties)
    if (one.duty.authority == record.authority &&
        one.duty.kind == domain::DutyKind::share_concern && one.duty.about.id == record.id)
      if (auto closed = domain::close_duty(one.duty, route.received_on)) one.duty = *closed;
  tell_of_concern(route.issuer, domain::AlertKind::concern_about_licensee, record, at);
  return true;
}

void MemoryRegister::State::tell_of_concern(const std::string& told, domain::AlertKind kind,
                                            const ConcernRecord& record, core::Instant at) {
  Alert alert;
  alert.raised_at = at;
  alert.kind = kind;
  alert.entry_type = "concern";
  alert.entry = record.id;
  alert.recording_authority = record.authority;
  add_alert(told, std::move(alert), {});
}

// Something new about the person, as note_concern_match() of the database.
std::size_t MemoryRegister::State::note_concern_match(const ConcernMatch& match, bool is_shared,
                                                      core::Instant at) {
  const auto found = concerns.find(match.concern);
  if (found == concerns.end()) return 0;
  std::size_t told = 0;
  const auto today = core::uk_date(at);
  bool is_new = false;
  if (match.cause == "licence") {
    ConcernRoute route;
    route.concern = match.concern;
    route.reporter = match.reporter;
    route.issuer = match.cause_authority;
    route.how = "found";
    route.band = match.band;
    route.received_on = today;
    if (match.consider) route.consider_by = match.consider->due_on;
    is_new = match.cause_authority != match.reporter && route_concern(route, at);
    if (is_new && match.consider) duties.push_back({next_id(), *match.consider, ""});
    told += is_new ? 1 : 0;
  }
  auto& record = found->second;
  const auto happened = [&](const ConcernRecord& of, const std::string& party, const char* name,
                            const std::string& detail) {
    return std::any_of(of.steps.begin(), of.steps.end(), [&](const ConcernStep& one) {
      return one.authority == party && one.step == name && one.detail == detail;
    });
  };
  const auto add = [&](ConcernRecord& of, const std::string& party, const char* name,
                       std::string detail) {
    ConcernStep step;
    step.id = next_id();
    step.authority = party;
    step.step = name;
    step.on = today;
    step.at = at;
    step.detail = std::move(detail);
    of.steps.push_back(std::move(step));
    ++told;
  };
  const auto because = match.cause + " " + match.cause_id.text();
  const auto joined = match.cause_authority + " " + match.cause_id.text();
  for (auto& issuer : record.issuers) {
    if (match.cause == "licence" && !is_new) break;
    if (!domain::comes_back(issuer.state, issuer.outcome) ||
        (match.cause != "concern" && issuer.authority == match.cause_authority) ||
        happened(record, issuer.authority, "came_back", because) ||
        (match.cause == "concern" && happened(record, issuer.authority, "joined", joined)))
      continue;
    issuer.state = domain::IssuerState::to_review;
    add(record, issuer.authority, "came_back", because);
    if (match.review) {
      auto review = *match.review;
      review.authority = issuer.authority;
      duties.push_back({next_id(), std::move(review), ""});
    }
    tell_of_concern(issuer.authority, domain::AlertKind::concern_came_back, record, at);
  }
  const auto other = concerns.find(match.cause_id);
  if (match.cause != "concern" || other == concerns.end() ||
      match.cause_authority == match.reporter)
    return told;
  const auto join = [&](ConcernRecord& of, const ConcernRecord& with) {
    std::set<std::string> parties{of.authority};
    for (const auto& issuer : of.issuers)
      parties.insert(issuer.authority);
    const auto detail = with.authority + " " + with.id.text();
    for (const auto& party : parties) {
      if (!is_shared && !is_party(with, party)) continue;
      if (happened(of, party, "joined", detail)) continue;
      add(of, party, "joined", detail);
      tell_of_concern(party, domain::AlertKind::concerns_joined, of, at);
    }
  };
  join(record, other->second);
  join(other->second, record);
  return told;
}

core::Result<bool> MemoryConcerns::route(const ConcernRoute& route, core::Instant at) {
  return state_.route_concern(route, at);
}

core::Result<void> MemoryConcerns::set_routing(const core::Uuid& concern, domain::Routing routing) {
  const auto found = state_.concerns.find(concern);
  if (found != state_.concerns.end() && found->second.routing != domain::Routing::routed)
    found->second.routing = routing;
  return {};
}

core::Result<ConcernRecord> MemoryConcerns::to_change(const core::Uuid& id) {
  const auto found = state_.concerns.find(id);
  if (found == state_.concerns.end() || !is_party(found->second, authority_))
    return missing("concern");
  return as_seen_by(authority_, found->second);
}

ConcernIssuer* MemoryConcerns::own_part(const core::Uuid& id) {
  for (auto& issuer : state_.concerns.at(id).issuers)
    if (issuer.authority == authority_) return &issuer;
  return nullptr;
}

core::Result<void> MemoryConcerns::consider(const ConcernRecord& record,
                                            const domain::Consideration& consideration,
                                            const ConcernStep& step) {
  auto* own = own_part(record.id);
  if (own == nullptr) return missing("concern");
  own->state = domain::IssuerState::considered;
  own->outcome = consideration.outcome;
  own->considered_on = consideration.on;
  auto& kept = state_.concerns.at(record.id);
  kept.steps.push_back(step);
  state_.tell_of_concern(kept.authority, domain::AlertKind::concern_considered, kept, step.at);
  return {};
}

core::Result<void> MemoryConcerns::leave(const ConcernRecord& record, const std::string& to,
                                         const ConcernStep& step) {
  auto* own = own_part(record.id);
  if (own == nullptr) return missing("concern");
  own->state = domain::IssuerState::transferred;
  own->transferred_to = to;
  state_.concerns.at(record.id).steps.push_back(step);
  return {};
}

core::Result<ConcernRecord> MemoryRegister::find(const Caller& caller, const core::Uuid& id,
                                                 const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  const auto found = state_->concerns.find(id);
  if (found == state_->concerns.end() || !is_party(found->second, caller.authority))
    return missing("concern");
  state_->leaves.push_back(leaf);
  return as_seen_by(caller.authority, found->second);
}

core::Result<std::vector<ConcernRecord>> MemoryRegister::list(
    const Caller& caller, const std::optional<core::Uuid>& after, std::size_t limit,
    const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  state_->leaves.push_back(leaf);
  std::vector<ConcernRecord> found;
  for (const auto& [id, record] : state_->concerns)
    if ((!after || *after < id) && is_party(record, caller.authority) && found.size() < limit)
      found.push_back(as_seen_by(caller.authority, record));
  return found;
}

core::Result<std::vector<TraitCount>> MemoryRegister::traits(const Caller& caller, int from_year,
                                                             int to_year, const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  state_->leaves.push_back(leaf);
  std::vector<TraitCount> counts;
  for (const auto& [key, people] : state_->traits) {
    const auto& [authority, year, trait, code] = key;
    if ((caller.authority.empty() || caller.authority == authority) && from_year <= year &&
        year <= to_year)
      counts.push_back({authority, year, trait, code, people});
  }
  return counts;
}

}  // namespace badgewatch::ports
