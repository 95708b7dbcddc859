// ports::Watch: the one writer of alerts.
#pragma once

#include "ports/alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// Writes each with the next numbers of its authority, and its event, within the transaction.
core::Result<void> insert_alerts(Session& session, const Context& context,
                                 const std::vector<const ports::NewAlert*>& alerts,
                                 core::Instant now);

// A lease row with a fencing number: every alert is written in a transaction that first finds the
// fence as this daemon took it, so one that hung and was replaced writes nothing.
class SqlWatch final : public ports::Watch {
public:
  explicit SqlWatch(Context& context);

  core::Result<bool> hold() override;
  void let_go() override;
  core::Result<proof::Position> position() override;
  core::Result<std::size_t> raise(std::span<const ports::NewAlert> alerts,
                                  const ports::Compared& compared, core::Instant now) override;
  core::Result<std::size_t> raise_waiting(core::Instant now) override;
  core::Result<ports::ComparedUnder> compared_under() override;
  core::Result<void> note(const ports::ComparedUnder& compared) override;

private:
  core::Result<Session*> session();
  core::Result<void> check_that_held();
  core::Result<void> tell_of_changes(std::span<const ports::ChangedEntry> changed);
  core::Result<std::size_t> raise_in_transaction(std::span<const ports::NewAlert> alerts,
                                                 const ports::Compared& compared,
                                                 core::Instant now);
  core::Result<std::size_t> raise_waiting_in_transaction(core::Instant now);
  core::Result<void> keep(const ports::ComparedUnder& compared);
  core::Result<void> move(const ports::Compared& compared);

  Context& context_;
  std::unique_ptr<Session> session_;
  std::chrono::milliseconds period_;
  core::Uuid name_;  // of this holder among all
  bool held_ = false;
  std::int64_t fence_ = 0;
  std::chrono::steady_clock::time_point ask_again_;
};

}  // namespace badgewatch::store
