#include "proof/floor.hpp"

#include <algorithm>

namespace badgewatch::proof {

void Floor::raise(const Position& told) {
  auto& seq = seqs_[told.epoch];
  seq = std::max(seq, told.seq);
}

std::int64_t Floor::seq_in(const core::Uuid& epoch) const {
  const auto found = seqs_.find(epoch);
  return found == seqs_.end() ? 0 : found->second;
}

}  // namespace badgewatch::proof
