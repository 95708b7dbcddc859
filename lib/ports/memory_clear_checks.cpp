// The clear checks of the register in memory.
#include "ports/memory_state.hpp"

namespace badgewatch::ports {

class MemoryClearChecks final : public ClearChecks {
public:
  explicit MemoryClearChecks(MemoryRegister& reg) : register_(reg) {}

  core::Result<proof::Position> position() override {
    const std::lock_guard lock(register_.mutex_);
    const auto& state = *register_.state_;
    if (state.is_on_feed(state.looked_for)) return state.looked_for;
    return proof::Position{.epoch = state.head.position.epoch, .seq = 0, .chain = {}};
  }

  core::Result<bool> begin() override {
    const std::lock_guard lock(register_.mutex_);
    left_.clear();
    for (const auto& [id, record] : register_.state_->checks)
      if (record.outcome == domain::Outcome::no_match)
        left_.push_back({id, record.authority, record.request});
    return true;
  }

  core::Result<std::vector<ClearCheck>> next(std::size_t limit) override {
    std::vector<ClearCheck> page;
    while (!left_.empty() && page.size() < limit) {
      page.push_back(std::move(left_.back()));
      left_.pop_back();
    }
    return page;
  }

  core::Result<std::size_t> finish(std::span<const Contradiction> found,
                                   const std::optional<proof::Position>& place,
                                   core::Instant now) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_records_) return no_disk();
    auto& state = *register_.state_;
    if (place && !state.is_on_feed(*place))
      return core::Error(core::Errc::conflict, "What was looked at is not on this feed.");
    std::size_t told = 0;
    for (const auto& one : found) {
      const auto is_told = [&](const auto& other) {
        return other.first == one.authority && other.second.entry == one.entry &&
               other.second.check == one.check;
      };
      if (std::any_of(state.alerts.begin(), state.alerts.end(), is_told)) continue;
      Alert alert;
      alert.raised_at = now;
      alert.kind = domain::AlertKind::earlier_check_contradicted;
      alert.entry_type = "decision";
      alert.entry = one.entry;
      alert.recording_authority = one.recording_authority;
      alert.band = one.band;
      alert.probability = one.probability;
      alert.check = one.check;
      state.add_alert(one.authority, std::move(alert), {});
      ++told;
    }
    if (place) state.looked_for = *place;
    return told;
  }

  void give_up() override { left_.clear(); }

private:
  MemoryRegister& register_;
  std::vector<ClearCheck> left_;
};

std::unique_ptr<ClearChecks> MemoryRegister::new_clear_checks() {
  return std::make_unique<MemoryClearChecks>(*this);
}

}  // namespace badgewatch::ports
