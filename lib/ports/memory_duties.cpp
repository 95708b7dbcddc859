#include "ports/memory_duties.hpp"

#include <array>

namespace badgewatch::ports {

namespace {

bool waits(const domain::Duty& duty) {
  return duty.state == domain::DutyState::open || duty.state == domain::DutyState::paused;
}

bool passes(const domain::Duty& duty, const DutyFilter& filter, core::Date today) {
  if (filter.kind && duty.kind != *filter.kind) return false;
  return filter.state ? domain::state_on(duty, today) == *filter.state : waits(duty);
}

}  // namespace

core::Result<void> MemoryDuties::open(const domain::Duty& duty) {
  for (const auto& one : state_.duties)
    if (one.duty.authority == duty.authority && one.duty.kind == duty.kind &&
        one.duty.about == duty.about && one.duty.occasion == duty.occasion)
      return {};
  state_.duties.push_back({state_.next_id(), duty, authority_});
  return {};
}

std::vector<KeptDuty*> MemoryDuties::waiting(const DutiesAbout& which) {
  std::vector<KeptDuty*> found;
  for (auto& one : state_.duties)
    if (one.duty.authority == which.authority && one.duty.kind == which.kind &&
        one.duty.about == which.about && waits(one.duty) &&
        (one.duty.authority == authority_ || one.opened_by == authority_))
      found.push_back(&one);
  return found;
}

core::Result<std::size_t> MemoryDuties::close(const DutiesAbout& which, core::Date on) {
  const auto found = waiting(which);
  for (auto* one : found) {
    auto closed = domain::close_duty(one->duty, on);
    if (!closed) return closed.error();
    one->duty = std::move(*closed);
  }
  return found.size();
}

core::Result<std::size_t> MemoryDuties::transfer(const DutiesAbout& which, const std::string& to,
                                                 core::Date on) {
  std::vector<domain::Duty> taken;
  for (auto* one : waiting(which)) {
    auto moved = domain::transfer_duty(one->duty, to, on);
    if (!moved) return moved.error();
    one->duty = std::move(moved->left);
    taken.push_back(std::move(moved->taken));
  }
  for (const auto& one : taken)
    if (auto opened = open(one); !opened) return opened.error();
  return taken.size();
}

core::Result<DutyPage> MemoryRegister::list(const Caller& caller, const DutyFilter& filter,
                                            const std::optional<DutyPlace>& after, core::Date today,
                                            std::size_t limit, const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  state_->leaves.push_back(leaf);
  DutyPage page;
  auto& found = page.duties;
  for (const auto& one : state_->duties) {
    if (one.duty.authority != caller.authority) continue;
    if (waits(one.duty)) ++page.waiting.count;
    if (domain::state_on(one.duty, today) == domain::DutyState::overdue) ++page.waiting.overdue;
    if (passes(one.duty, filter, today) &&
        (!after || std::pair(one.duty.due_on, one.id) > std::pair(after->due_on, after->id)))
      found.push_back(one);
  }
  std::sort(found.begin(), found.end(), [](const KeptDuty& a, const KeptDuty& b) {
    return std::pair(a.duty.due_on, a.id) < std::pair(b.duty.due_on, b.id);
  });
  if (found.size() > limit) found.resize(limit);
  return page;
}

core::Result<KeptDuty> MemoryRegister::move(
    const Caller& caller, const core::Uuid& id,
    const std::function<core::Result<domain::Duty>(const domain::Duty&)>& move,
    const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  for (auto& one : state_->duties) {
    if (one.id != id || one.duty.authority != caller.authority) continue;
    auto moved = move(one.duty);
    if (!moved) return moved.error();
    one.duty = std::move(*moved);
    const auto request = state_->rectifications.find(one.duty.about.id);
    if (request != state_->rectifications.end()) request->second.answer_by = one.duty.due_on;
    state_->leaves.push_back(leaf);
    return one;
  }
  return missing("duty");
}

core::Result<std::vector<Lateness>> MemoryRegister::lateness(const Caller& caller, core::Date from,
                                                             core::Date to, core::Date today,
                                                             const proof::Leaf& leaf) {
  const std::lock_guard lock(mutex_);
  if (fail_records_) return no_disk();
  state_->leaves.push_back(leaf);
  std::map<std::pair<std::string, std::string_view>, Lateness> all;
  const auto of = [&](const std::string& authority, domain::DutyKind kind) -> Lateness* {
    if (!caller.authority.empty() && caller.authority != authority) return nullptr;
    auto& its = all[{authority, name_of(kind)}];
    its.authority = authority;
    its.kind = kind;
    return &its;
  };
  const auto add_done = [](Lateness& its, core::Date done_on, core::Date due_on) {
    const std::int64_t late = done_on.days_since_1970() - due_on.days_since_1970();
    ++its.done;
    its.done_late += late > 0 ? 1 : 0;
    its.most_days_late = std::max(its.most_days_late, late);
  };
  for (const auto& [id, one] : state_->decisions) {
    if (!one.clocks.late || one.decision.notified_on < from || to < one.decision.notified_on)
      continue;
    if (auto* its = of(one.authority, domain::DutyKind::enter_decision))
      add_done(*its, core::uk_date(one.entered_at), one.clocks.enter_by);
  }
  for (const auto& [id, duty, by] : state_->duties) {
    if (duty.state == domain::DutyState::transferred || duty.opened_on < from ||
        to < duty.opened_on)
      continue;
    auto* its = of(duty.authority, duty.kind);
    if (its == nullptr) continue;
    if (duty.done_on)
      add_done(*its, *duty.done_on, duty.due_on);
    else
      ++its->open;
    its->overdue += domain::state_on(duty, today) == domain::DutyState::overdue ? 1 : 0;
  }
  std::vector<Lateness> found;
  for (auto& [key, its] : all)
    found.push_back(std::move(its));
  return found;
}

class MemoryDutyAlarm final : public DutyAlarm {
public:
  explicit MemoryDutyAlarm(MemoryRegister& reg) : register_(reg) {}

  core::Result<std::size_t> raise(core::Date today, core::Instant now, std::size_t most) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_records_) return no_disk();
    auto& state = *register_.state_;
    std::size_t told = 0;
    for (const auto& one : std::vector(state.duties)) {
      if (told >= most) break;
      for (const auto notice : {domain::DutyNotice::reminder, domain::DutyNotice::overdue,
                                domain::DutyNotice::escalation}) {
        if (!domain::is_said_on(notice, one.duty, today) ||
            !state.duty_notices.insert({one.id, notice}).second)
          continue;
        ++told;
        Alert alert;
        alert.raised_at = now;
        alert.kind = domain::AlertKind::duty_due;
        alert.entry_type = "duty";
        alert.entry = one.id;
        alert.recording_authority = one.duty.authority;
        alert.change = name_of(notice);
        alert.changed_on = one.duty.due_on;
        alert.duty = AlertedDuty{one.duty.kind, one.duty.about};
        state.add_alert(one.duty.authority, std::move(alert), {});
      }
    }
    return told;
  }

private:
  MemoryRegister& register_;
};

std::unique_ptr<DutyAlarm> MemoryRegister::new_duty_alarm() {
  return std::make_unique<MemoryDutyAlarm>(*this);
}

}  // namespace badgewatch::ports
