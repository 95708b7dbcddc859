// How far the history is known to reach, because this daemon has told somebody so: what it has
// committed, and the positions that it has proven answers with.
#pragma once

#include "proof/feed_chain.hpp"

#include <map>

namespace badgewatch::proof {

// A database whose head is lower, in the same epoch, has lost what was told: a restored one, or a
// standby that lags behind. Not synchronised.
class Floor {
public:
  void raise(const Position& told);
  // The lowest seq that the head of this epoch may have.
  std::int64_t seq_in(const core::Uuid& epoch) const;

private:
  std::map<core::Uuid, std::int64_t> seqs_;
};

}  // namespace badgewatch::proof
