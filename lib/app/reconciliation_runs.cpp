#include "app/reconciliation_runs.hpp"

#include "app/act_leaf.hpp"
#include "proof/hash.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

// RFC 9562, version 8: made from what names it.
core::Uuid id_of(const ports::Caller& caller, const std::string& key) {
  const auto hash = proof::sha256(
      {core::as_bytes("reconciliation\n"), core::as_bytes(caller.authority), core::as_bytes("\n"),
       core::as_bytes(caller.actor), core::as_bytes("\n"), core::as_bytes(key)});
  core::Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

}  // namespace

proof::Leaf ReconciliationRuns::leaf(const ports::Caller& caller, std::string kind,
                                     const core::Uuid& subject) {
  return act_leaf(caller, std::move(kind), subject, "{}", clock_, randomness_);
}

core::Result<ports::ReconciliationRun> ReconciliationRuns::order(
    const ports::Caller& caller, const std::optional<std::string>& key) {
  const ports::RunOrder order{.id = key ? id_of(caller, *key) : core::new_uuid(clock_, randomness_),
                              .cause = domain::RunCause::asked,
                              .turn = {},
                              .at = clock_.now(),
                              .pause = caller.authority.empty() ? std::chrono::minutes(0) : pause_};
  return runs_.order(caller, order, leaf(caller, "reconciliation_asked", order.id));
}

core::Result<ports::ReconciliationRun> ReconciliationRuns::order_nightly(
    const ports::Caller& caller, core::Date turn) {
  const ports::RunOrder order{.id = core::new_uuid(clock_, randomness_),
                              .cause = domain::RunCause::nightly,
                              .turn = turn,
                              .at = clock_.now(),
                              .pause = {}};
  return runs_.order(caller, order, leaf(caller, "reconciliation_asked", order.id));
}

core::Result<std::vector<ports::ReconciliationRun>> ReconciliationRuns::list(
    const ports::Caller& caller) {
  return runs_.list(caller, most_shown, leaf(caller, "reconciliations_listed", {}));
}

core::Result<ports::RunReport> ReconciliationRuns::find(const ports::Caller& caller,
                                                        const core::Uuid& id) {
  return runs_.find(caller, id, most_differences, leaf(caller, "reconciliation_read", id));
}

}  // namespace badgewatch::app
