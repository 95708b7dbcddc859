#include "ports/memory_own_lists.hpp"

#include "ports/memory.hpp"

namespace badgewatch::ports {

core::Result<std::vector<WaitingHit>> MemoryOwnLists::waiting_hits(const Caller& caller,
                                                                   const HitsWanted& wanted) {
  std::vector<WaitingHit> hits;
  for (const auto& id : checks_) {
    if (register_ == nullptr || (wanted.after && !(*wanted.after < id))) continue;
    const auto record = register_->find(caller, id);
    if (!record) continue;
    for (std::size_t n = 0; n < record->pairs.size() && hits.size() < wanted.most; ++n) {
      const auto entry = register_->find(std::vector{record->entries[n]});
      if (!entry || entry->empty()) continue;
      const auto found = register_->about(caller, std::span(&record->pairs[n], 1));
      if (!found) return found.error();
      if (found->empty() || !domain::is_decided(found->front().finding))
        hits.push_back({id, n, record->checked_at});
    }
  }
  return hits;
}

core::Result<std::vector<CheckRecord>> MemoryOwnLists::in_full(const Caller& caller,
                                                               std::span<const core::Uuid> checks) {
  std::vector<CheckRecord> records;
  for (const auto& id : checks)
    if (auto record = register_->find(caller, id)) records.push_back(std::move(*record));
  return records;
}

}  // namespace badgewatch::ports
