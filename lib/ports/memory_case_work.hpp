// What a unit of work in memory does with case outcomes and rectification requests.
#pragma once

#include "ports/memory_state.hpp"

namespace badgewatch::ports {

// `state`: the unit's own copy.
class MemoryCaseOutcomeWork final : public CaseOutcomeWork {
public:
  MemoryCaseOutcomeWork(MemoryRegister::State& state, const Caller& caller)
      : state_(state), caller_(caller) {}

  core::Result<void> keep(const CaseOutcomeRecord& record) override {
    std::optional<core::Uuid> stands;
    for (const auto& [authority, one] : state_.case_outcomes) {
      if (authority != caller_.authority || one.check != record.check) continue;
      if (one.id == record.id) return {};
      stands = one.id;
    }
    if (stands != record.corrects)
      return core::Error(core::Errc::conflict,
                         stands ? "An outcome of this check is recorded: " + stands->text()
                                : "No outcome of this check is recorded.");
    state_.case_outcomes.emplace_back(caller_.authority, record);
    return {};
  }

private:
  MemoryRegister::State& state_;
  const Caller& caller_;
};

class MemoryRectificationWork final : public RectificationWork {
public:
  MemoryRectificationWork(MemoryRegister::State& state, const Caller& caller)
      : state_(state), caller_(caller) {}

  core::Result<void> open(const Rectification& request) override {
    if (!state_.decisions.contains(request.entry)) return missing("entry");
    if (state_.rectifications.contains(request.id)) return {};
    auto kept = request;
    kept.number = static_cast<std::int64_t>(state_.rectifications.size()) + 1;
    state_.rectifications[request.id] = kept;
    tell(kept, kept.recorded_by, domain::AlertKind::rectification_asked, kept.taken_at);
    return {};
  }

  core::Result<Rectification> to_change(const core::Uuid& id) override {
    const auto found = state_.rectifications.find(id);
    if (found == state_.rectifications.end()) return no_such_rectification();
    const auto sides = found->second.sides_of(caller_.authority);
    if (!sides.received && !sides.recorded) return no_such_rectification();
    return found->second;
  }

  core::Result<bool> was_changed(const Rectification& request) override {
    const auto entry = state_.decisions.find(request.entry);
    if (entry == state_.decisions.end()) return true;
    const auto& history = entry->second.history;
    return std::any_of(history.begin(), history.end(), [&](const HistoryItem& one) {
      return (one.change == "amend" || one.change == "remove") && !one.is_proposal &&
             one.at.micros > request.taken_at.micros;
    });
  }

  core::Result<domain::Duty> clock(const Rectification& request) override {
    for (const auto& one : state_.duties)
      if (is_clock_of(one.duty, request)) return one.duty;
    return no_clock_runs();
  }

  core::Result<void> extend(const Rectification& extended, const domain::Duty& clock,
                            core::Instant /*at*/) override {
    state_.rectifications[extended.id] = extended;
    for (auto& one : state_.duties)
      if (is_clock_of(one.duty, extended)) one.duty = clock;
    return {};
  }

  core::Result<void> end(const Rectification& ended) override {
    state_.rectifications[ended.id] = ended;
    const bool by_recorder = ended.state != domain::RectificationState::withdrawn;
    tell(ended, by_recorder ? ended.received_by : ended.recorded_by,
         domain::AlertKind::rectification_answered, *ended.ended_at);
    return {};
  }

private:
  static bool is_clock_of(const domain::Duty& duty, const Rectification& request) {
    return duty.kind == domain::DutyKind::rectify && duty.about.id == request.id &&
           duty.authority == request.recorded_by && !domain::possible_moves(duty).empty();
  }
  void tell(const Rectification& request, const std::string& told, domain::AlertKind kind,
            core::Instant at) {
    if (told == caller_.authority) return;
    Alert alert;
    alert.raised_at = at;
    alert.kind = kind;
    alert.entry_type = "decision";
    alert.entry = request.entry;
    alert.recording_authority = request.recorded_by;
    alert.request = request.id;
    state_.add_alert(told, std::move(alert), {});
  }

  MemoryRegister::State& state_;
  const Caller& caller_;
};

}  // namespace badgewatch::ports
