// Legal holds: entries that are kept beyond their last day, apart from the register, while a claim
// or an inquiry lasts.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/decision.hpp"
#include "proof/leaf.hpp"
#include "store/sealing.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::store {

struct LegalHold {
  core::Uuid id;
  std::string authority;  // whose entry
  core::Uuid decision;
  core::Instant begun_at;
  std::optional<core::Instant> released_at;
  // Kept sealed.
  std::string asked_by;  // the person, by name
  std::string reason;
  std::string released_by;
  std::string release_reason;
};

// `conninfo` is bw_migrate's; the sealer outlives it. Each change is one transaction with its leaf.
class LegalHolds {
public:
  LegalHolds(std::string conninfo, const Sealer& sealer)
      : conninfo_(std::move(conninfo)), sealer_(sealer) {}

  using LeafOf = std::function<proof::Leaf(const LegalHold&)>;

  // Of `wanted.decision`, whose authority is found. Errc::not_found where there is none, or it is
  // gone. Waits for a purge that is under way.
  core::Result<LegalHold> begin(LegalHold wanted, const LeafOf& leaf) const;
  // With the last one in force goes what was kept apart. Errc::not_found where there is no such
  // hold; Errc::conflict where it is released already.
  core::Result<LegalHold> release(const core::Uuid& id, core::Instant at, std::string by,
                                  std::string reason, const LeafOf& leaf) const;
  // What is held: from the register, or from apart. Errc::not_found where no hold is in force.
  core::Result<domain::Decision> read(const core::Uuid& id, const LeafOf& leaf) const;
  // Those in force first, then the others, newest first.
  core::Result<std::vector<LegalHold>> list(const proof::Leaf& leaf) const;

private:
  std::string conninfo_;
  const Sealer& sealer_;
};

}  // namespace badgewatch::store
