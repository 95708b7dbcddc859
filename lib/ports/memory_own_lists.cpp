#include "ports/memory_own_lists.hpp"

#include "ports/memory.hpp"

#include <algorithm>

namespace badgewatch::ports {

core::Result<WaitingHits> MemoryOwnLists::waiting_hits(const Caller& caller,
                                                       const HitsWanted& wanted) {
  WaitingHits hits;
  std::size_t shown = 0;
  for (const auto& id : checks_) {
    if (register_ == nullptr) break;
    auto record = register_->find(caller, id);
    if (!record) continue;
    std::vector<std::size_t> places;
    for (std::size_t n = 0; n < record->pairs.size(); ++n) {
      const auto entry = register_->find(std::vector{record->entries[n]});
      if (!entry || entry->empty()) continue;
      const auto found = register_->about(caller, std::span(&record->pairs[n], 1));
      if (!found) return found.error();
      if (found->empty() || !domain::is_decided(found->front().finding)) places.push_back(n);
    }
    if (places.empty()) continue;
    hits.count += places.size();
    if (!hits.oldest) hits.oldest = record->checked_at;
    if (wanted.at_least == 0 || (wanted.after && !(*wanted.after < id))) continue;
    if (shown >= wanted.at_least) {
      hits.more = true;
      continue;
    }
    shown += places.size();
    hits.shown.push_back({std::move(*record), std::move(places)});
  }
  hits.whole = hits.count <= wanted.most_counted;
  hits.count = std::min(hits.count, wanted.most_counted);
  return hits;
}

}  // namespace badgewatch::ports
