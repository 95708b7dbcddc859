// ports::ReconciliationWork: a run in the hands of one who works on it.
#pragma once

#include "ports/reconciliations.hpp"
#include "store/context.hpp"

#include <chrono>

namespace badgewatch::store {

// An advisory lock, and beside it a lease in the ledger's row with a fencing number that each
// writing transaction checks.
class SqlReconciliationWork final : public ports::ReconciliationWork {
public:
  SqlReconciliationWork(Context& context, std::chrono::milliseconds lease)
      : context_(context), lease_(lease), name_(context.new_id()) {}

  core::Result<std::optional<ports::HeldRun>> take(core::Instant now) override;
  core::Result<void> keep() override;
  core::Result<void> begin(const ports::RunBeginning& beginning) override;
  core::Result<ports::WatchPlace> watch_place() override;
  core::Result<std::vector<ports::KnownAlert>> alerts_about(
      std::span<const core::Uuid> entries) override;
  core::Result<std::size_t> save(const ports::RunStep& step, core::Instant now) override;
  core::Result<void> enter(domain::RunPhase phase) override;
  core::Result<void> licences(
      unsigned threads, const std::function<void(std::vector<ports::LicenceRow>&&)>& sink) override;
  core::Result<ports::SearchedPeople> searched_since(core::Date since) override;
  core::Result<ports::RunCounts> count_work(core::Date since) override;
  core::Result<std::vector<ports::IntegrityCheck>> check_tables(core::Date today) override;
  core::Result<std::size_t> raise_dual_licences(std::span<const ports::NewAlert> alerts,
                                                core::Instant now) override;
  core::Result<void> finish(const ports::RunCounts& counts,
                            std::span<const ports::IntegrityCheck> integrity, core::Instant now,
                            const proof::Leaf& leaf) override;
  void let_go() override;

private:
  core::Result<Session*> session();
  // First in each writing transaction.
  core::Result<void> check_that_held();
  // Runs `work` in a transaction that this holder alone commits.
  template <class Work>
  core::Result<void> while_held(Work&& work);
  struct Told {
    std::size_t raised = 0;
    std::vector<ports::RunDifference> differences;
    ports::RunCounts agreed;
  };
  core::Result<void> raise(const ports::RunStep& step, core::Instant now, Told& told);
  void end_turn_of_mine();
  core::Result<void> note(const std::vector<ports::RunDifference>& differences);
  core::Result<void> add(const ports::RunCounts& counts, bool replace);

  Context& context_;
  const std::chrono::milliseconds lease_;
  const core::Uuid name_;  // of this holder among all
  std::unique_ptr<Session> session_;
  core::Uuid run_;
  std::int64_t fence_ = 0;
  bool held_ = false;
  bool has_turn_ = false;
};

}  // namespace badgewatch::store
