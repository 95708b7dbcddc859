// Rosters that councils post, and what came of comparing them.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/roster.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

// A row is a licence, or a number with a hash of the rest.
struct RosterRow {
  std::int64_t row = 0;
  domain::Licence licence;         // of a hash its number alone
  std::optional<core::Hash> hash;  // SHA-256 of domain::hashed_text()
};

struct RosterResult {
  domain::RosterVerdict verdict = domain::RosterVerdict::same;
  std::vector<std::string> fields = {};  // that differ; of a hash none
};

struct Roster {
  core::Uuid id;
  core::Date as_of;
  domain::RosterState state = domain::RosterState::open;
  core::Instant made_at;
  bool is_hashed = false;
  domain::RosterCounts counts;
  std::optional<domain::LicenceStatus> extra_becomes = {};  // once it was applied
};

// A licence that applying a roster puts.
struct RosterChange {
  std::int64_t place = 0;  // in the order of applying
  domain::Licence licence;
};

// A licence of the register that is not in the roster, to be changed.
struct RosterExtra {
  core::Uuid id;
  std::int64_t version = 0;
  domain::Licence licence;
};

// A roster in the hand of whoever applies it, who is the only one until this goes: with its process
// or its connection, if need be. Where it is lost before that, all of these are Errc::unavailable.
// For one thread.
class RosterInHand {
public:
  virtual ~RosterInHand() = default;
  virtual const Roster& roster() const = 0;
  // What is extra, in the order of their ids, at most `most` behind `after`.
  virtual core::Result<std::vector<RosterExtra>> extras(const std::optional<core::Uuid>& after,
                                                        std::size_t most) = 0;
  // Of what differs or is missing: as the roster has it, behind `after` in the order of its rows.
  virtual core::Result<std::vector<RosterChange>> changes(std::int64_t after, std::size_t most) = 0;
  // It was applied; its rows are forgotten. With its leaf. The last call. Errc::conflict where they
  // were forgotten before.
  virtual core::Result<Roster> applied(std::optional<domain::LicenceStatus> extra_becomes,
                                       const proof::Leaf& leaf) = 0;
};

// Thread safe. Own ones only: another authority's is Errc::not_found.
class Rosters {
public:
  virtual ~Rosters() = default;
  // A new one of no rows.
  virtual core::Result<void> begin(const Caller& caller, const Roster& roster) = 0;
  // In order, one result each; what differs or is missing is kept sealed. Errc::invalid names a row
  // whose number came before.
  virtual core::Result<std::vector<RosterResult>> compare(const Caller& caller,
                                                          const Roster& roster,
                                                          std::span<const RosterRow> rows) = 0;
  // All of it came: counts what is extra. With its leaf.
  virtual core::Result<Roster> finish(const Caller& caller, const core::Uuid& id,
                                      const proof::Leaf& leaf) = 0;
  // It came to nothing.
  virtual core::Result<void> forget(const Caller& caller, const core::Uuid& id) = 0;
  virtual core::Result<Roster> find(const Caller& caller, const core::Uuid& id) = 0;
  // Licence numbers of what is extra, in the order of their ids, at most `most` behind `after`.
  struct Extra {
    core::Uuid licence;
    std::string licence_number;
  };
  virtual core::Result<std::vector<Extra>> extras(const Caller& caller, const core::Uuid& id,
                                                  const std::optional<core::Uuid>& after,
                                                  std::size_t most) = 0;
  // To be applied. Errc::still_running while it is in another hand; Errc::conflict where its rows
  // are not kept any more. In whatever state it is: that it was applied meanwhile is seen in it.
  virtual core::Result<std::unique_ptr<RosterInHand>> take_in_hand(const Caller& caller,
                                                                   const core::Uuid& id) = 0;
};

}  // namespace badgewatch::ports
