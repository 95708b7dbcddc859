// ports::Reconciliations: the ledger of runs, as callers see it.
#pragma once

#include "ports/reconciliations.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlReconciliations final : public ports::Reconciliations {
public:
  explicit SqlReconciliations(Context& context) : context_(context) {}

  core::Result<ports::ReconciliationRun> order(const ports::Caller& caller,
                                               const ports::RunOrder& order,
                                               const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::ReconciliationRun>> list(const ports::Caller& caller,
                                                           std::size_t most,
                                                           const proof::Leaf& leaf) override;
  core::Result<ports::RunReport> find(const ports::Caller& caller, const core::Uuid& id,
                                      std::size_t most, const proof::Leaf& leaf) override;
  core::Result<std::optional<core::Date>> last_night() override;
  core::Result<ports::ReconciliationRun> progress(const core::Uuid& id) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
