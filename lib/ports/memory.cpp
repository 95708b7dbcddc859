#include "ports/memory.hpp"

#include "ports/memory_case_work.hpp"
#include "ports/memory_concerns.hpp"
#include "ports/memory_disclosure_work.hpp"
#include "ports/memory_duties.hpp"
#include "ports/memory_state.hpp"

#include <algorithm>
#include <utility>

namespace badgewatch::ports {

struct MemoryRegister::Image {
  State state;
};

// Works on a copy, which commit() puts in the register's place; begun and ended under its lock, so
// that units come one after another.
class MemoryUnitOfWork final : public UnitOfWork {
public:
  MemoryUnitOfWork(MemoryRegister& reg, Caller caller)
      : register_(reg),
        lock_(reg.mutex_),
        work_(std::make_shared<MemoryRegister::State>(*reg.state_)),
        caller_(std::move(caller)),
        duties_(*work_, caller_.authority),
        disclosures_(*work_, caller_),
        concerns_(*work_, caller_.authority, reg.salts_),
        case_outcomes_(*work_, caller_),
        rectifications_(*work_, caller_) {}

  core::Result<std::optional<StoredAnswer>> claim(const IdempotencyKey& key,
                                                  core::Instant /*now*/) override {
    const auto found = work_->answers.find({caller_.authority, key.key});
    if (found == work_->answers.end()) return std::optional<StoredAnswer>();
    if (found->second.first != key.fingerprint)
      return core::Error(core::Errc::key_reused, "This Idempotency-Key was used for another body.");
    return std::optional(found->second.second);
  }

  core::Result<void> keep_answer(const IdempotencyKey& key, const StoredAnswer& answer,
                                 core::Instant /*now*/) override {
    work_->answers[{caller_.authority, key.key}] = {key.fingerprint, answer};
    return {};
  }

  core::Result<std::vector<LicencePut>> put_licences(std::span<const LicenceToPut> licences,
                                                     core::Instant /*now*/) override {
    std::vector<LicencePut> puts;
    for (const auto& one : licences)
      puts.push_back(put(one));
    return puts;
  }

  core::Result<std::vector<DecisionEntered>> enter_decisions(
      std::span<const DecisionToEnter> decisions, core::Instant now) override {
    std::vector<DecisionEntered> entered;
    for (const auto& one : decisions)
      entered.push_back(enter(one, now));
    return entered;
  }

  core::Result<DecisionRecord> entry_to_change(const core::Uuid& id) override {
    const auto found = work_->decisions.find(id);
    if (found == work_->decisions.end()) return missing("decision");
    if (found->second.authority == caller_.authority) return found->second;
    if (work_->was_given(caller_.authority, id)) return others_entry(found->second.authority);
    return missing("decision");
  }

  core::Result<void> change_entry(const DecisionRecord& changed) override {
    const auto found = work_->decisions.find(changed.id);
    if (found == work_->decisions.end()) return missing("decision");
    found->second = changed;
    found->second.feed_seq = work_->head.position.seq + 1;
    work_->append(proof::RowKind::decision, changed.id, changed.version - 1, changed.version,
                  ++register_.salts_);
    work_->tell_of_change({changed.authority, changed.id, changed.version});
    return {};
  }

  core::Result<void> keep_finding(const FindingRecord& finding) override {
    if (!work_->decisions.contains(finding.entry) && !work_->concerns.contains(finding.entry))
      return missing("entry");
    const auto is_same = [&](const auto& one) { return one.second.id == finding.id; };
    if (std::none_of(work_->findings.begin(), work_->findings.end(), is_same))
      work_->findings.emplace_back(caller_.authority, finding);
    return {};
  }

  Duties& duties() override { return duties_; }
  Concerns& concerns() override { return concerns_; }

  DisclosureWork& disclosures() override { return disclosures_; }
  CaseOutcomeWork& case_outcomes() override { return case_outcomes_; }
  RectificationWork& rectifications() override { return rectifications_; }

  core::Result<void> log(std::span<const proof::Leaf> leaves) override {
    for (const auto& leaf : leaves) {
      const auto is_same = [&](const proof::Leaf& other) { return other.id == leaf.id; };
      if (std::none_of(work_->leaves.begin(), work_->leaves.end(), is_same))
        work_->leaves.push_back(leaf);
    }
    return {};
  }

  core::Result<proof::Head> commit() override {
    if (register_.fail_records_) return no_disk();
    register_.state_ = work_;
    if (std::exchange(register_.lose_answer_, false))
      return core::Error(core::Errc::unavailable, "The connection was lost.");
    return work_->head;
  }

private:
  LicencePut put(const LicenceToPut& to_put) {
    const auto same =
        std::find_if(work_->licences.begin(), work_->licences.end(), [&](const auto& row) {
          return row.second.authority == caller_.authority &&
                 row.second.licence.licence_number == to_put.licence.licence_number;
        });
    if (same == work_->licences.end()) {
      if (to_put.if_match) return {PutOutcome::version_differs, {}, 0};
      const auto id = work_->next_id();
      work_->licences[id] = {caller_.authority, to_put.licence, 1};
      changed_.insert(id);
      work_->append(proof::RowKind::licence, id, 0, 1, ++register_.salts_);
      return {PutOutcome::created, id, 1};
    }
    auto& row = same->second;
    if (row.licence == to_put.licence) return {PutOutcome::unchanged, same->first, row.version};
    if (to_put.if_match && *to_put.if_match != row.version)
      return {PutOutcome::version_differs, same->first, row.version};
    row.licence = to_put.licence;
    if (!changed_.insert(same->first).second)
      return {PutOutcome::updated, same->first, row.version};
    ++row.version;
    work_->append(proof::RowKind::licence, same->first, row.version - 1, row.version,
                  ++register_.salts_);
    return {PutOutcome::updated, same->first, row.version};
  }

  DecisionEntered enter(const DecisionToEnter& to_enter, core::Instant now) {
    if (const auto there = work_->decisions.find(to_enter.id); there != work_->decisions.end())
      return {EnterOutcome::entered, there->second};
    const auto& reference = to_enter.decision.your_reference;
    for (const auto& [id, record] : work_->decisions) {
      if (reference.empty() || record.authority != caller_.authority ||
          record.decision.your_reference != reference)
        continue;
      return {record.decision == to_enter.decision ? EnterOutcome::repeated
                                                   : EnterOutcome::reference_taken,
              record};
    }
    DecisionRecord record;
    record.id = to_enter.id;
    record.authority = caller_.authority;
    record.decision = to_enter.decision;
    record.clocks = to_enter.clocks;
    record.entered_at = now;
    record.version = 1;
    record.feed_seq = work_->head.position.seq + 1;
    HistoryItem item;
    item.version = 1;
    item.change = record.decision.first_entered_on ? "imported" : "entered";
    item.on = record.decision.first_entered_on.value_or(core::uk_date(now));
    item.at = now;
    item.actor = caller_.actor;
    record.history.push_back(std::move(item));
    work_->decisions[record.id] = record;
    work_->append(proof::RowKind::decision, record.id, 0, 1, ++register_.salts_);
    return {EnterOutcome::entered, record};
  }

  MemoryRegister& register_;
  std::unique_lock<std::mutex> lock_;
  std::shared_ptr<MemoryRegister::State> work_;
  Caller caller_;
  MemoryDuties duties_;
  MemoryDisclosureWork disclosures_;
  MemoryConcerns concerns_;
  MemoryCaseOutcomeWork case_outcomes_;
  MemoryRectificationWork rectifications_;
  std::set<core::Uuid> changed_;  // licences that have their new version already
};

class MemoryFeed final : public Feed {
public:
  explicit MemoryFeed(MemoryRegister& reg) : register_(reg) {}

  core::Result<proof::Head> head() override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_head_reads_)
      return core::Error(core::Errc::unavailable, "The database does not answer.");
    return register_.state_->head;
  }

  core::Result<std::vector<FeedStep>> after(std::int64_t seq, std::size_t limit) override {
    const std::lock_guard lock(register_.mutex_);
    std::vector<FeedStep> steps;
    for (const auto& step : register_.state_->feed) {
      if (step.event.seq <= seq || steps.size() == limit) continue;
      steps.push_back(step);
      steps.back().row = register_.state_->row(step.event.kind, step.event.row);
    }
    return steps;
  }

  core::Result<std::vector<FeedStep>> entries_after(std::int64_t seq, std::size_t limit) override {
    auto steps = after(seq, limit);
    for (auto& step : *steps)
      if (step.event.kind == proof::RowKind::licence) step.row.reset();
    return steps;
  }

  core::Result<proof::Head> snapshot(
      unsigned /*threads*/, const std::function<void(std::vector<IndexRow>&&)>& sink) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_snapshots_)
      return core::Error(core::Errc::internal, "A stored record cannot be read.");
    const auto& state = *register_.state_;
    std::vector<IndexRow> rows;
    for (const auto& [id, row] : state.licences)
      rows.push_back(*state.row(proof::RowKind::licence, id));
    for (const auto& [id, row] : state.decisions)
      rows.push_back(*state.row(proof::RowKind::decision, id));
    for (const auto& [id, row] : state.concerns)
      rows.push_back(*state.row(proof::RowKind::concern, id));
    if (!state.tables.empty()) rows.push_back(*state.row(proof::RowKind::frequencies, {}));
    sink(std::move(rows));
    return state.head;
  }

  core::Result<std::optional<FrequencyTable>> frequencies() override {
    const std::lock_guard lock(register_.mutex_);
    const auto& tables = register_.state_->tables;
    if (tables.empty()) return std::optional<FrequencyTable>();
    if (register_.fail_frequencies_)
      return core::Error(core::Errc::internal, "The published table does not open.");
    return std::optional(tables.back());
  }

private:
  MemoryRegister& register_;
};

MemoryRegister::MemoryRegister() : state_(std::make_shared<State>()) {
  state_->head.position.epoch.bytes[0] = 1;
}

core::Result<std::unique_ptr<UnitOfWork>> MemoryRegister::begin(const Caller& caller) {
  return std::unique_ptr<UnitOfWork>(std::make_unique<MemoryUnitOfWork>(*this, caller));
}

core::Result<DecisionRecord> MemoryRegister::find_decision(const Caller& caller,
                                                           const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto found = state_->decisions.find(id);
  if (found == state_->decisions.end() || found->second.authority != caller.authority)
    return missing("decision");
  return found->second;
}

core::Result<Register::LicenceRecord> MemoryRegister::find_licence(
    const Caller& caller, const std::string& licence_number) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, row] : state_->licences)
    if (row.authority == caller.authority && row.licence.licence_number == licence_number)
      return LicenceRecord{id, row.licence, row.version};
  return missing("licence");
}

core::Result<std::vector<EntryView>> MemoryRegister::find(const std::vector<core::Uuid>& ids) {
  const std::lock_guard lock(mutex_);
  std::vector<EntryView> views;
  for (const auto& id : ids) {
    if (const auto concern = state_->concerns.find(id); concern != state_->concerns.end()) {
      EntryView view;
      view.is_concern = true;
      view.id = id;
      view.version = 1;
      view.recording_authority = concern->second.authority;
      view.subject = concern->second.concern.subject;
      view.parties.push_back({concern->second.authority, concern->second.entered_at});
      for (const auto& issuer : concern->second.issuers)
        view.parties.push_back({issuer.authority, issuer.routed_at});
      views.push_back(std::move(view));
      continue;
    }
    const auto found = state_->decisions.find(id);
    if (found == state_->decisions.end() || !domain::is_shown(found->second.state)) continue;
    const auto& record = found->second;
    views.push_back({.is_concern = false,
                     .parties = {},
                     .id = id,
                     .version = record.version,
                     .recording_authority = record.authority,
                     .kind = record.decision.kind,
                     .decided_on = record.decision.decided_on,
                     .effective_on = record.decision.effective_on,
                     .suspension_ends_on = record.decision.suspension_ends_on,
                     .state = record.state,
                     .disputed_on = record.disputed_on,
                     .subject = record.decision.subject});
  }
  return views;
}

core::Result<void> MemoryRegister::record(std::vector<RecordedCheck> checks) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  for (auto& one : checks) {
    state_->leaves.push_back(std::move(one.leaf));
    const auto id = one.record.id;
    for (const auto& given : one.record.given)
      state_->give(one.record.authority, given);
    state_->checks[id] = std::move(one.record);
  }
  return {};
}

core::Result<void> MemoryRegister::note(std::vector<proof::Leaf> leaves) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  state_->leaves.insert(state_->leaves.end(), leaves.begin(), leaves.end());
  return {};
}

core::Result<void> MemoryRegister::probe(std::chrono::steady_clock::time_point /*deadline*/) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  return {};
}

core::Result<CheckRecord> MemoryRegister::find(const Caller& caller, const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto found = state_->checks.find(id);
  if (found == state_->checks.end() || found->second.authority != caller.authority)
    return missing("check");
  return found->second;
}

core::Result<std::vector<Alert>> MemoryRegister::alerts(const Caller& caller, std::int64_t after,
                                                        std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<Alert> own;
  std::int64_t last = 0;
  for (const auto& [authority, alert] : state_->alerts) {
    if (authority != caller.authority) continue;
    last = alert.number;
    if (alert.number > after && own.size() < limit) own.push_back(alert);
  }
  if (after > last) return never_given();
  return own;
}

core::Result<std::vector<Event>> MemoryRegister::events(const Caller& caller, std::int64_t after,
                                                        std::size_t limit) {
  auto own = alerts(caller, after, limit);
  if (!own) return own.error();
  std::vector<Event> events;
  for (const auto& alert : *own)
    events.push_back({alert.number, "alert.raised", alert.raised_at,
                      R"({"alert":")" + alert.id.text() + R"("})"});
  return events;
}

core::Result<std::int64_t> MemoryRegister::watched_position() {
  const std::lock_guard lock(mutex_);
  return state_->watched_place().seq;
}

std::unique_ptr<Feed> MemoryRegister::new_feed() {
  return std::make_unique<MemoryFeed>(*this);
}

std::shared_ptr<const MemoryRegister::Image> MemoryRegister::image() const {
  const std::lock_guard lock(mutex_);
  return std::make_shared<const Image>(Image{*state_});
}

void MemoryRegister::restore(const Image& image) {
  const std::lock_guard lock(mutex_);
  state_ = std::make_shared<State>(image.state);
}

void MemoryRegister::begin_epoch() {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<State>(*state_);
  ++next->head.position.epoch.bytes[0];
  state_ = std::move(next);
}

void MemoryRegister::fail_head_reads(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_head_reads_ = fail;
}

void MemoryRegister::fail_records(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_records_ = fail;
}

void MemoryRegister::lose_next_answer() {
  const std::lock_guard lock(mutex_);
  lose_answer_ = true;
}

void MemoryRegister::fail_snapshots(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_snapshots_ = fail;
}

std::vector<proof::Leaf> MemoryRegister::leaves() const {
  const std::lock_guard lock(mutex_);
  return state_->leaves;
}

std::size_t MemoryRegister::recorded_checks() const {
  const std::lock_guard lock(mutex_);
  return state_->checks.size();
}

}  // namespace badgewatch::ports
