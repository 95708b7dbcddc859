#include "ports/memory_own_lists.hpp"

#include "ports/memory.hpp"

namespace badgewatch::ports {

core::Result<std::vector<CheckWithHits>> MemoryOwnLists::with_hits(const Caller& caller,
                                                                   const HitsWanted& wanted) {
  std::vector<CheckWithHits> checks;
  for (const auto& id : checks_) {
    if (register_ == nullptr || checks.size() >= wanted.most) break;
    if (wanted.after && !(*wanted.after < id)) continue;
    const auto record = register_->find(caller, id);
    if (!record || record->pairs.empty()) continue;
    CheckWithHits one{*record, {}};
    for (const auto& entry : record->entries) {
      const auto there = register_->find(std::vector{entry});
      one.stands.push_back(there && !there->empty());
    }
    checks.push_back(std::move(one));
  }
  return checks;
}

core::Result<std::vector<CheckRecord>> MemoryOwnLists::in_full(const Caller& caller,
                                                               std::span<const core::Uuid> checks) {
  std::vector<CheckRecord> records;
  for (const auto& id : checks)
    if (auto record = register_->find(caller, id)) records.push_back(std::move(*record));
  return records;
}

}  // namespace badgewatch::ports
