// Tables of frequencies in the register in memory.
#include "ports/memory_state.hpp"

namespace badgewatch::ports {

class MemoryLearning final : public FrequencyLearning {
public:
  MemoryLearning(MemoryRegister& reg, core::Date turn) : register_(reg), turn_(turn) {}
  ~MemoryLearning() override {
    const std::lock_guard lock(register_.mutex_);
    register_.learning_ = false;
  }

  core::Result<std::optional<FrequencyTable>> newest() override {
    return register_.new_feed()->frequencies();
  }

  core::Result<std::int64_t> publish(const FrequencyTable& table,
                                     const proof::Leaf& leaf) override {
    const std::lock_guard lock(register_.mutex_);
    if (register_.fail_records_) return no_disk();
    auto& state = *register_.state_;
    const auto before = static_cast<std::int64_t>(state.tables.size());
    state.tables.push_back(table);
    state.tables.back().version = before + 1;
    state.leaves.push_back(leaf);
    state.turn = turn_;
    state.append(proof::RowKind::frequencies, {}, before, before + 1, ++register_.salts_);
    return before + 1;
  }

  core::Result<void> keep() override {
    const std::lock_guard lock(register_.mutex_);
    register_.state_->turn = turn_;
    return {};
  }

private:
  MemoryRegister& register_;
  core::Date turn_;
};

core::Result<std::unique_ptr<FrequencyLearning>> MemoryRegister::begin(
    core::Date turn, bool again, core::Instant /*forget_before*/) {
  std::unique_ptr<FrequencyLearning> learning;
  const std::lock_guard lock(mutex_);
  const auto& taken = state_->turn;
  if (learning_ || (taken && !again && (*taken == turn || *taken == turn.plus_days(1))))
    return learning;
  learning_ = true;
  learning = std::make_unique<MemoryLearning>(*this, turn);
  return learning;
}

core::Result<std::vector<FrequencyFacts>> MemoryRegister::published() {
  const std::lock_guard lock(mutex_);
  const auto& tables = state_->tables;
  return std::vector<FrequencyFacts>(tables.rbegin(), tables.rend());
}

void MemoryRegister::fail_frequencies(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_frequencies_ = fail;
}

}  // namespace badgewatch::ports
