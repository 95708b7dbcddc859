// What the register in memory holds.
#pragma once

#include "ports/case_outcomes.hpp"
#include "ports/memory.hpp"
#include "ports/rectifications.hpp"

#include <algorithm>

namespace badgewatch::ports {

inline core::Error missing(const char* what) {
  return {core::Errc::not_found, std::string("There is no such ") + what + " of yours."};
}

inline core::Error others_entry(const std::string& authority) {
  return {core::Errc::forbidden,
          "This entry is of " + authority + ", which alone may change it. Ask that authority to."};
}

inline core::Error no_disk() {
  return {core::Errc::unavailable, "The register cannot store anything at the moment."};
}

struct MemoryRegister::State {
  struct LicenceRow {
    std::string authority;
    domain::Licence licence;
    std::int64_t version = 0;
  };
  proof::Head head;
  std::vector<FeedStep> feed;
  std::uint64_t ids = 0;
  std::map<core::Uuid, LicenceRow> licences;
  std::map<core::Uuid, DecisionRecord> decisions;
  std::vector<proof::Leaf> leaves;
  std::map<core::Uuid, CheckRecord> checks;
  std::map<std::pair<std::string, std::string>, std::pair<core::Hash, StoredAnswer>> answers;
  std::vector<FrequencyTable> tables;
  std::optional<core::Date> turn;
  proof::Position watched;
  proof::Position looked_for;  // among clear checks
  ComparedUnder compared_under;
  std::vector<std::pair<std::string, Alert>> alerts;
  std::vector<core::Hash> alert_pairs;  // of each of them
  std::vector<std::pair<std::string, FindingRecord>> findings;
  std::map<core::Uuid, ConcernRecord> concerns;
  std::map<std::tuple<std::string, int, std::string, std::string>, std::int64_t> traits;
  std::vector<KeptDuty> duties;
  std::set<std::pair<core::Uuid, domain::DutyNotice>> duty_notices;
  // Entry and who was given a hit on it; the lowest version that they were shown.
  std::map<std::pair<core::Uuid, std::string>, std::int64_t> given;
  std::set<std::tuple<std::string, core::Uuid, std::int64_t, std::string>> told_changes;

  std::map<core::Uuid, DisclosureRequest> disclosures;
  std::vector<std::pair<std::string, CaseOutcomeRecord>> case_outcomes;
  std::map<core::Uuid, Rectification> rectifications;
  std::map<core::Uuid, std::string> files;  // by attachment

  static bool shows_entry(const Alert& alert) {
    return alert.kind == domain::AlertKind::licensee_matched ||
           alert.kind == domain::AlertKind::earlier_check_contradicted;
  }

  bool was_given(const std::string& authority, const core::Uuid& entry) const {
    return given.contains({entry, authority}) ||
           std::any_of(alerts.begin(), alerts.end(), [&](const auto& one) {
             return one.first == authority && one.second.entry == entry && shows_entry(one.second);
           });
  }

  void give(const std::string& authority, const GivenEntry& one) {
    auto& shown = given.try_emplace({one.entry, authority}, one.version).first->second;
    shown = std::min(shown, one.version);
    const auto found = decisions.find(one.entry);
    if (found != decisions.end() && found->second.version > one.version)
      tell_of_change({found->second.authority, one.entry, found->second.version});
  }

  void add_alert(const std::string& authority, Alert alert, const core::Hash& pair) {
    alert.id = next_id();
    alert.number = 1 + std::count_if(alerts.begin(), alerts.end(),
                                     [&](auto& other) { return other.first == authority; });
    alerts.emplace_back(authority, std::move(alert));
    alert_pairs.push_back(pair);
  }

  // To each authority that was given the entry, once for each of its licences concerned, or once
  // where it is none.
  void tell_of_change(const ChangedEntry& changed) {
    const auto record = decisions.find(changed.entry);
    if (record == decisions.end()) return;
    const auto& history = record->second.history;
    const auto item = std::find_if(history.begin(), history.end(), [&](const HistoryItem& one) {
      return one.version == changed.version;
    });
    if (item == history.end() || item->version == 1 || !item->is_told) return;
    std::set<std::pair<std::string, std::string>> whom;
    for (const auto& [authority, alert] : alerts)
      if (alert.entry == changed.entry && shows_entry(alert) && !alert.licence_number.empty())
        whom.insert({authority, alert.licence_number});
    const auto has_licence = [&](const std::string& authority) {
      const auto first = whom.lower_bound({authority, ""});
      return first != whom.end() && first->first == authority;
    };
    for (const auto& [authority, alert] : std::vector(alerts))
      if (alert.entry == changed.entry && shows_entry(alert) && !has_licence(authority))
        whom.insert({authority, ""});
    for (const auto& [to, version] : given)
      if (to.first == changed.entry && version < changed.version && !has_licence(to.second))
        whom.insert({to.second, ""});
    for (const auto& [authority, licence] : whom) {
      if (!told_changes.insert({authority, changed.entry, changed.version, licence}).second)
        continue;
      Alert alert;
      alert.raised_at = item->at;
      alert.kind = domain::AlertKind::entry_changed;
      alert.licence_number = licence;
      alert.entry_type = "decision";
      alert.entry = changed.entry;
      alert.recording_authority = changed.recording_authority;
      alert.change = item->change;
      alert.changed_on = item->on;
      add_alert(authority, std::move(alert), {});
    }
  }

  // False: the issuer has it already.
  bool route_concern(const ConcernRoute& route, core::Instant at);
  std::size_t note_concern_match(const ConcernMatch& match, bool is_shared, core::Instant at);
  void tell_of_concern(const std::string& told, domain::AlertKind kind, const ConcernRecord& record,
                       core::Instant at);

  bool is_decided(const std::string& authority, const core::Hash& pair) const {
    for (auto one = findings.rbegin(); one != findings.rend(); ++one)
      if (one->first == authority && one->second.pair == pair)
        return domain::is_decided(one->second.finding);
    return false;
  }

  bool is_on_feed(const proof::Position& place) const {
    if (place.epoch != head.position.epoch || place.seq > head.position.seq) return false;
    if (place.seq == 0) return place.chain == core::Hash{};
    return feed[static_cast<std::size_t>(place.seq) - 1].chain == place.chain;
  }

  proof::Position watched_place() const {
    if (is_on_feed(watched)) return watched;
    return {.epoch = head.position.epoch, .seq = 0, .chain = {}};
  }

  core::Uuid next_id() {
    core::Uuid id;
    ++ids;
    for (std::size_t i = 0; i < 8; ++i)
      id.bytes[15 - i] = static_cast<std::uint8_t>(ids >> (8 * i));
    return id;
  }

  std::optional<IndexRow> row(proof::RowKind kind, const core::Uuid& id) const {
    IndexRow row;
    row.kind = kind;
    row.id = id;
    if (kind == proof::RowKind::frequencies) {
      row.version = static_cast<std::int64_t>(tables.size());
    } else if (kind == proof::RowKind::concern) {
      const auto& one = concerns.at(id);
      row.version = 1;
      row.authority = one.authority;
      row.person = one.concern.subject;
    } else if (kind == proof::RowKind::licence) {
      const auto& one = licences.at(id);
      row.version = one.version;
      row.authority = one.authority;
      row.licence_status = one.licence.status;
      row.person = one.licence.holder;
    } else {
      const auto& one = decisions.at(id);
      row.version = one.version;
      row.authority = one.authority;
      row.entry_state = one.state;
      row.person = one.decision.subject;
    }
    return row;
  }

  void append(proof::RowKind kind, const core::Uuid& id, std::int64_t from, std::int64_t to,
              std::uint64_t salt) {
    FeedStep step;
    step.event = {.seq = head.position.seq + 1,
                  .kind = kind,
                  .row = id,
                  .old_version = from,
                  .new_version = to,
                  .commitment = {}};
    for (std::size_t i = 0; i < 8; ++i)
      step.event.commitment[i] = static_cast<std::uint8_t>(salt >> (8 * i));
    proof::advance(head, step.event);
    step.chain = head.position.chain;
    feed.push_back(step);
  }
};

}  // namespace badgewatch::ports
