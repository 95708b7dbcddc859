// What an operator does to an entry in somebody else's stead, as the driver: in the owner's
// transaction, because nobody else writes the operator's leaves.
#pragma once

#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"
#include "store/sealing.hpp"

#include <functional>
#include <string>

namespace badgewatch::store {

// `conninfo` is bw_migrate's; the sealer outlives it.
class OperatorChanges {
public:
  OperatorChanges(std::string conninfo, const Sealer& sealer)
      : conninfo_(std::move(conninfo)), sealer_(sealer) {}

  // The next version of an entry as it stands, whose last item of history is what happened.
  using Change = std::function<core::Result<ports::DecisionRecord>(ports::DecisionRecord)>;
  using LeafOf = std::function<proof::Leaf(const ports::DecisionRecord&)>;

  // With its leaf, which is in the recording authority's log. That authority and whoever was given
  // the entry are told (`entry_changed`). Errc::not_found where there is none; what `change`
  // refuses is refused.
  core::Result<ports::DecisionRecord> make(const core::Uuid& entry, const Change& change,
                                           const LeafOf& leaf) const;

private:
  std::string conninfo_;
  const Sealer& sealer_;
};

}  // namespace badgewatch::store
