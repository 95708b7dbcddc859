// A council's whole roster against the register: compared row by row, and applied only by a second,
// explicit step.
#pragma once

#include "app/records.hpp"
#include "core/clock.hpp"
#include "ports/rosters.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::app {

// What applying a roster would do, as whoever applies it names it.
struct RosterWish {
  std::int64_t different = 0;  // become what the roster says
  std::int64_t missing = 0;    // are entered
  std::int64_t extra = 0;      // become `extra_becomes`, where that is named; else they stay
  std::optional<domain::LicenceStatus> extra_becomes;
};

// Thread safe.
class Rosters {
public:
  // All outlive it.
  Rosters(ports::Rosters& rosters, Records& records, const core::Clock& clock,
          core::Randomness& randomness)
      : rosters_(rosters), records_(records), clock_(clock), randomness_(randomness) {}

  static constexpr std::size_t most_extras = 10'000;  // that are named

  core::Result<ports::Roster> begin(const ports::Caller& caller, core::Date as_of, bool is_hashed);
  // See ports::Rosters::compare(). Errc::invalid, with the row, for a licence that was granted
  // after the roster's day.
  core::Result<std::vector<ports::RosterResult>> compare(const ports::Caller& caller,
                                                         const ports::Roster& roster,
                                                         std::span<const ports::RosterRow> rows);
  struct Compared {
    ports::Roster roster;
    std::vector<ports::Rosters::Extra> extras;  // the first ones
  };
  // Errc::conflict where the rows are another council's.
  core::Result<Compared> finish(const ports::Caller& caller, const core::Uuid& id);
  void forget(const ports::Caller& caller, const core::Uuid& id);
  core::Result<ports::Roster> find(const ports::Caller& caller, const core::Uuid& id);

  // Errc::conflict where `wish` names other numbers than the roster came to, for a roster of
  // hashes, which says nothing that could be put, and for one that was applied. Errc::still_running
  // while it is being applied. Killed in the middle, it is done again and comes to the same.
  core::Result<ports::Roster> apply(const ports::Caller& caller, const core::Uuid& id,
                                    const RosterWish& wish);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   const domain::RosterCounts& counts);
  core::Result<void> put(const ports::Caller& caller, ports::RosterInHand& roster);
  core::Result<void> end_extras(const ports::Caller& caller, ports::RosterInHand& roster,
                                domain::LicenceStatus becomes);
  // Whether all of them were at the version that they must have.
  core::Result<bool> put_all(const ports::Caller& caller,
                             std::span<const ports::LicenceToPut> licences);

  ports::Rosters& rosters_;
  Records& records_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
