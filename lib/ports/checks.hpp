// Where checks are recorded before they are answered.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/check.hpp"
#include "domain/search.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/feed_chain.hpp"
#include "proof/leaf.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

// An entry of another authority that a check shows: who was given it is told of its changes.
struct GivenEntry {
  core::Uuid entry;
  std::int64_t version = 0;  // as it was shown
};

// What a check with hits was answered from, for its replay.
struct CheckBasis {
  proof::Position searched;            // where the index stood
  std::string rules;                   // its rules
  std::vector<std::int64_t> versions;  // of the entry of each hit that is shown, in their order
  std::vector<bool> held;              // which of them waited for a second person
};

struct CheckRecord {
  core::Uuid id;
  std::string authority;
  std::string actor;
  core::Instant checked_at;
  core::Date watched_until;  // then its key is destroyed
  domain::Purpose purpose = domain::Purpose::new_application;
  domain::Outcome outcome = domain::Outcome::indeterminate;
  std::string request;  // canonical JSON, kept sealed
  std::string answer;   // the answer as JSON, kept sealed
  // Entries that it hit beyond those that the answer shows, kept sealed with it.
  std::vector<core::Uuid> left_out;
  // Of each hit that the answer shows, in its order: what a finding about it will be bound to. Kept
  // sealed. Empty for a check recorded before there were findings.
  std::vector<core::Hash> pairs;
  // Noted with the check before it may be answered; not read back.
  std::vector<GivenEntry> given;
  // For the rules of misuse; written, and read by nobody but them.
  domain::SearchTraits traits;
  std::vector<core::Uuid> entries;  // that the answer shows
  // Kept sealed. Nothing where nothing was hit: the answer's proof says it all. Nothing either for
  // a check from before replays.
  std::optional<CheckBasis> basis;
};

struct RecordedCheck {
  CheckRecord record;
  proof::Leaf leaf;
};

// Thread safe. Recordings made at about the same time share one transaction.
class CheckLog {
public:
  virtual ~CheckLog() = default;
  // Returns when all are durable. On an error none of them may be answered.
  virtual core::Result<void> record(std::vector<RecordedCheck> checks) = 0;
  // Leaves of what was no check, of authorities. Returns when all are durable, in the same commits.
  virtual core::Result<void> note(std::vector<proof::Leaf> leaves) = 0;
  // That a recording could be made durable: something is written the same way, in a commit that
  // begins after this call. Errc::unavailable when that failed or was not done by `deadline`.
  virtual core::Result<void> probe(std::chrono::steady_clock::time_point deadline) = 0;
  // Errc::not_found for another authority's.
  virtual core::Result<CheckRecord> find(const Caller& caller, const core::Uuid& id) = 0;
};

}  // namespace badgewatch::ports
