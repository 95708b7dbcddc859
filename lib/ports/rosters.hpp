// Rosters that councils post, and what came of comparing them.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/roster.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

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
  // Of what differs or is missing: as the roster has it, behind `after` in the order of its rows.
  virtual core::Result<std::vector<RosterChange>> changes(const Caller& caller,
                                                          const core::Uuid& id, std::int64_t after,
                                                          std::size_t most) = 0;
  // The register's records of these licences, to be changed.
  virtual core::Result<std::vector<domain::Licence>> licences(const Caller& caller,
                                                              std::span<const Extra> extras) = 0;
  // It was applied; its rows are forgotten. With its leaf. Errc::conflict where it was before.
  virtual core::Result<Roster> applied(const Caller& caller, const core::Uuid& id,
                                       std::optional<domain::LicenceStatus> extra_becomes,
                                       const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
