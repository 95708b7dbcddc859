// ports::Rosters: rows as keyed hashes of numbers, what is to be applied sealed.
#pragma once

#include "ports/rosters.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlRosters final : public ports::Rosters {
public:
  explicit SqlRosters(Context& context) : context_(context) {}

  core::Result<void> begin(const ports::Caller& caller, const ports::Roster& roster) override;
  core::Result<std::vector<ports::RosterResult>> compare(
      const ports::Caller& caller, const ports::Roster& roster,
      std::span<const ports::RosterRow> rows) override;
  core::Result<ports::Roster> finish(const ports::Caller& caller, const core::Uuid& id,
                                     const proof::Leaf& leaf) override;
  core::Result<void> forget(const ports::Caller& caller, const core::Uuid& id) override;
  core::Result<ports::Roster> find(const ports::Caller& caller, const core::Uuid& id) override;
  core::Result<std::vector<Extra>> extras(const ports::Caller& caller, const core::Uuid& id,
                                          const std::optional<core::Uuid>& after,
                                          std::size_t most) override;
  // In a transaction of its own, which holds a lock and nothing else until it ends.
  core::Result<std::unique_ptr<ports::RosterInHand>> take_in_hand(const ports::Caller& caller,
                                                                  const core::Uuid& id) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
