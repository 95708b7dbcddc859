// ports::AwaitedEntries: table `awaited_entry`, which triggers of `licence` fill.
#pragma once

#include "ports/licence_alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// As the watch, and as one that follows the feed to read licences; with sessions of its own.
class SqlAwaitedEntries final : public ports::AwaitedEntries {
public:
  explicit SqlAwaitedEntries(Context& context) : context_(context) {}

  core::Result<void> reckon(
      const std::function<core::Result<core::Date>(core::Date since)>& last_day,
      std::size_t most) override;
  core::Result<std::vector<ports::AwaitedEntry>> overdue(core::Date today,
                                                         std::size_t most) override;
  core::Result<bool> conclude(const ports::AwaitedEntry& awaited, bool is_missing,
                              core::Instant now) override;

private:
  core::Result<Session*> session(std::unique_ptr<Session>& which, Role role);
  core::Result<void> read_contents(std::vector<ports::AwaitedEntry>& entries);

  Context& context_;
  std::unique_ptr<Session> watch_;
  std::unique_ptr<Session> follow_;
};

}  // namespace badgewatch::store
