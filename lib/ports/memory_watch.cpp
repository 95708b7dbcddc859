// The watch of the register in memory.
#include "ports/memory_state.hpp"

namespace badgewatch::ports {

class MemoryWatch final : public Watch {
public:
  explicit MemoryWatch(MemoryRegister& reg) : register_(reg) {}
  ~MemoryWatch() override { MemoryWatch::let_go(); }

  core::Result<bool> hold() override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.holder_ == nullptr) register_.holder_ = this;
    return register_.holder_ == this;
  }

  void let_go() override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.holder_ == this) register_.holder_ = nullptr;
  }

  core::Result<proof::Position> position() override {
    const std::lock_guard lock(register_.mutex_);
    return register_.state_->watched_place();
  }

  core::Result<std::size_t> raise(std::span<const NewAlert> alerts, const Compared& compared,
                                  core::Instant now) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_records_) return no_disk();
    if (register_.holder_ != this)
      return core::Error(core::Errc::unavailable, "Another daemon holds the watch.");
    auto& state = *register_.state_;
    if (state.watched_place() != compared.from || !state.is_on_feed(compared.to) ||
        !state.is_on_feed(compared.index))
      return core::Error(core::Errc::conflict, "What was compared is not on this feed.");
    for (const auto& one : compared.changed)
      state.tell_of_change(one);
    std::size_t fresh = 0;
    for (const auto& one : alerts) {
      if (!is_to_be_told(state, one)) continue;
      ++fresh;
      tell(state, one, now);
    }
    for (const auto& match : compared.concerns)
      fresh += state.note_concern_match(match, compared.is_shared, now);
    state.watched = compared.to;
    if (compared.anew) state.compared_under = *compared.anew;
    return fresh;
  }

  // In memory nothing waits for a second person.
  core::Result<std::size_t> raise_waiting(core::Instant /*now*/) override { return 0; }

  core::Result<ComparedUnder> compared_under() override {
    const std::lock_guard lock(register_.mutex_);
    return register_.state_->compared_under;
  }

  core::Result<void> note(const ComparedUnder& compared) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_records_) return no_disk();
    if (register_.holder_ != this)
      return core::Error(core::Errc::unavailable, "Another daemon holds the watch.");
    register_.state_->compared_under = compared;
    return {};
  }

private:
  static bool is_to_be_told(const MemoryRegister::State& state, const NewAlert& one) {
    if (state.is_decided(one.authority, one.pair)) return false;
    for (std::size_t i = 0; i < state.alerts.size(); ++i) {
      const auto& [authority, alert] = state.alerts[i];
      const bool is_of_these =
          authority == one.authority && alert.kind == one.kind && alert.entry == one.entry &&
          alert.licence_number == state.licences.at(one.licence).licence.licence_number;
      if (is_of_these && !state.is_decided(authority, state.alert_pairs[i])) return false;
    }
    return true;
  }

  static void tell(MemoryRegister::State& state, const NewAlert& one, core::Instant now) {
    Alert alert;
    alert.raised_at = now;
    alert.kind = one.kind;
    alert.licence_number = state.licences.at(one.licence).licence.licence_number;
    alert.entry_type = one.entry_type;
    alert.entry = one.entry;
    alert.recording_authority = one.recording_authority;
    alert.band = one.band;
    alert.probability = one.probability;
    state.add_alert(one.authority, std::move(alert), one.pair);
  }

  MemoryRegister& register_;
};

std::unique_ptr<Watch> MemoryRegister::new_watch() {
  return std::make_unique<MemoryWatch>(*this);
}

}  // namespace badgewatch::ports
