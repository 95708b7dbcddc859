// Findings in the register in memory.
#include "ports/memory_state.hpp"

namespace badgewatch::ports {

core::Result<std::vector<FindingRecord>> MemoryRegister::about(const Caller& caller,
                                                               std::span<const core::Hash> pairs) {
  const std::lock_guard lock(mutex_);
  if (fail_findings_) return no_disk();
  ++finding_reads_;
  std::map<core::Hash, FindingRecord> last;
  for (const auto& [authority, one] : state_->findings)
    if (authority == caller.authority &&
        std::find(pairs.begin(), pairs.end(), one.pair) != pairs.end())
      last[one.pair] = one;
  std::vector<FindingRecord> found;
  for (auto& [pair, one] : last)
    found.push_back(std::move(one));
  return found;
}

core::Result<std::vector<FindingRecord>> MemoryRegister::of_check(const Caller& caller,
                                                                  const core::Uuid& check) {
  const std::lock_guard lock(mutex_);
  if (fail_findings_) return no_disk();
  std::map<core::Uuid, FindingRecord> last;
  for (const auto& [authority, one] : state_->findings)
    if (authority == caller.authority && one.check == check) last[one.hit] = one;
  std::vector<FindingRecord> found;
  for (auto& [hit, one] : last)
    found.push_back(std::move(one));
  return found;
}

void MemoryRegister::fail_findings(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_findings_ = fail;
}

std::size_t MemoryRegister::finding_reads() const {
  const std::lock_guard lock(mutex_);
  return finding_reads_;
}

}  // namespace badgewatch::ports
