// Rosters in memory, for tests of the calls.
#pragma once

#include "ports/rosters.hpp"

#include <map>
#include <mutex>
#include <set>

namespace badgewatch::ports {

// Thread safe. Knows of no licence: every row is missing.
class MemoryRosters final : public Rosters {
public:
  core::Result<void> begin(const Caller& caller, const Roster& roster) override {
    const std::lock_guard lock(mutex_);
    rosters_[{caller.authority, roster.id}] = roster;
    return {};
  }
  core::Result<std::vector<RosterResult>> compare(const Caller& caller, const Roster& roster,
                                                  std::span<const RosterRow> rows) override {
    const std::lock_guard lock(mutex_);
    auto& counts = rosters_[{caller.authority, roster.id}].counts;
    counts.rows += static_cast<std::int64_t>(rows.size());
    counts.missing += static_cast<std::int64_t>(rows.size());
    return std::vector<RosterResult>(rows.size(),
                                     RosterResult{.verdict = domain::RosterVerdict::missing});
  }
  core::Result<Roster> finish(const Caller& caller, const core::Uuid& id,
                              const proof::Leaf& /*leaf*/) override {
    return change(caller, id, [](Roster& roster) { roster.state = domain::RosterState::compared; });
  }
  core::Result<void> forget(const Caller& caller, const core::Uuid& id) override {
    const std::lock_guard lock(mutex_);
    rosters_.erase({caller.authority, id});
    return {};
  }
  core::Result<Roster> find(const Caller& caller, const core::Uuid& id) override {
    return change(caller, id, [](Roster&) {});
  }
  core::Result<std::vector<Extra>> extras(const Caller& /*caller*/, const core::Uuid& /*id*/,
                                          const std::optional<core::Uuid>& /*after*/,
                                          std::size_t /*most*/) override {
    return std::vector<Extra>();
  }
  core::Result<std::unique_ptr<RosterInHand>> take_in_hand(const Caller& caller,
                                                           const core::Uuid& id) override {
    auto roster = find(caller, id);
    if (!roster) return roster.error();
    const std::lock_guard lock(mutex_);
    if (!in_hand_.insert(id).second)
      return core::Error(core::Errc::still_running, "It is in another hand.");
    return std::unique_ptr<RosterInHand>(new InHand(*this, caller, std::move(*roster)));
  }

private:
  class InHand final : public RosterInHand {
  public:
    InHand(MemoryRosters& rosters, Caller caller, Roster roster)
        : rosters_(rosters), caller_(std::move(caller)), roster_(std::move(roster)) {}
    ~InHand() override {
      const std::lock_guard lock(rosters_.mutex_);
      rosters_.in_hand_.erase(roster_.id);
    }
    const Roster& roster() const override { return roster_; }
    core::Result<std::vector<RosterExtra>> extras(const std::optional<core::Uuid>& /*after*/,
                                                  std::size_t /*most*/) override {
      return std::vector<RosterExtra>();
    }
    core::Result<std::vector<RosterChange>> changes(std::int64_t /*after*/,
                                                    std::size_t /*most*/) override {
      return std::vector<RosterChange>();
    }
    core::Result<Roster> applied(std::optional<domain::LicenceStatus> extra_becomes,
                                 const proof::Leaf& /*leaf*/) override {
      return rosters_.change(caller_, roster_.id, [&](Roster& roster) {
        roster.state = domain::RosterState::applied;
        roster.extra_becomes = extra_becomes;
      });
    }

  private:
    MemoryRosters& rosters_;
    const Caller caller_;
    const Roster roster_;
  };

  template <class Change>
  core::Result<Roster> change(const Caller& caller, const core::Uuid& id, Change&& how) {
    const std::lock_guard lock(mutex_);
    const auto found = rosters_.find({caller.authority, id});
    if (found == rosters_.end())
      return core::Error(core::Errc::not_found, "There is no such roster of yours.");
    how(found->second);
    return found->second;
  }

  std::mutex mutex_;
  std::map<std::pair<std::string, core::Uuid>, Roster> rosters_;
  std::set<core::Uuid> in_hand_;
};

}  // namespace badgewatch::ports
