// Runs that compare the whole nation anew: their ledger, as callers see it and as whoever works on
// one keeps it.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/reconciliation.hpp"
#include "ports/alerts.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/feed_chain.hpp"
#include "proof/leaf.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace badgewatch::ports {

struct RunOrder {
  core::Uuid id;  // made once, before the first attempt
  domain::RunCause cause = domain::RunCause::asked;
  std::optional<core::Date> turn;  // the night's: one for each
  core::Instant at;
  std::chrono::minutes pause{0};  // of an authority: behind the end of the last that one asked for
};

// A row of the ledger.
struct ReconciliationRun {
  core::Uuid id;
  std::string asked_by;  // empty: the operator, or the night
  domain::RunCause cause = domain::RunCause::asked;
  domain::RunState state = domain::RunState::waiting;
  domain::RunPhase phase = domain::RunPhase::waiting;
  core::Instant asked_at;
  std::optional<core::Instant> begun_at;
  std::optional<core::Instant> finished_at;
  std::int64_t done = 0;  // entries compared, of `total`
  std::int64_t total = 0;
  std::optional<std::int64_t> seq;  // the feed's place that it began to read at
  std::string rules;
  std::optional<bool> compares;  // false: the policy of the watch is off
};

struct RunDifference {
  std::string authority;  // whose alert it is, or ought to be
  core::Uuid entry;
  std::string recording_authority;
  core::Uuid licence;
  domain::Explanation explanation = domain::Explanation::lost;
};

// Whether something is so of all that the register holds.
struct IntegrityCheck {
  std::string name;
  std::int64_t checked = 0;
  std::int64_t wrong = 0;
  std::string first = {};  // ids of the first that were wrong, parted by blanks
};

// By authority and name.
using RunCounts = std::map<std::pair<std::string, std::string>, std::int64_t>;

// A sum over the nation; nothing where it is too small to be told.
using NationalCounts = std::map<std::string, std::optional<std::int64_t>>;

// What an earlier run counted of one authority, or of all.
struct EarlierCounts {
  core::Instant finished_at;
  std::map<std::string, std::int64_t> counts;
};

struct RunReport {
  ReconciliationRun run;
  RunCounts counts;
  NationalCounts national = {};
  std::vector<EarlierCounts> earlier = {};  // the oldest first, of the caller's own part
  std::vector<RunDifference> differences;   // the first ones
  std::vector<IntegrityCheck> integrity;
};

// Thread safe.
class Reconciliations {
public:
  virtual ~Reconciliations() = default;
  // A new run that waits for whoever works on them; or the one that is not done yet; or, where
  // `order` is a night's, that night's. Errc::too_many_requests within `order.pause`, and the
  // sentence says until when. In one transaction with `leaf`.
  virtual core::Result<ReconciliationRun> order(const Caller& caller, const RunOrder& order,
                                                const proof::Leaf& leaf) = 0;
  // The newest first, at most `most`. In one transaction with `leaf`.
  virtual core::Result<std::vector<ReconciliationRun>> list(const Caller& caller, std::size_t most,
                                                            const proof::Leaf& leaf) = 0;
  // The caller's own part; all of it for the operator. At most `most` differences. In one
  // transaction with `leaf`. Errc::not_found.
  virtual core::Result<RunReport> find(const Caller& caller, const core::Uuid& id, std::size_t most,
                                       const proof::Leaf& leaf) = 0;
  // The newest night that was asked for; nothing before the first.
  virtual core::Result<std::optional<core::Date>> last_night() = 0;
  // How far it is, for whoever asked for it and waits. Errc::not_found.
  virtual core::Result<ReconciliationRun> progress(const core::Uuid& id) = 0;
};

// A run in the hands of one who works on it.
struct HeldRun {
  core::Uuid id;
  domain::RunPhase phase = domain::RunPhase::waiting;
  std::optional<core::Uuid> entry;  // compared up to this one
  std::int64_t done = 0;
};

struct RunBeginning {
  proof::Position from;  // the feed's place that is read
  std::string rules;
  std::int64_t total = 0;  // entries
  bool compares = true;
  core::Instant at;
};

// Where the watch stands, and by which rules all up to there was compared.
struct WatchPlace {
  proof::Position at;
  ComparedUnder under;
  bool is_held = false;  // somebody watches
};

// An alert of the kind `licensee_matched`.
struct KnownAlert {
  std::string authority;
  core::Uuid entry;
  std::string recording_authority;
  core::Uuid licence;
  std::optional<core::Hash> pair;
};

struct LicenceRow {
  core::Uuid id;
  std::string authority;
  domain::Licence licence;
};

// Who was searched for, as keyed hashes (app/search_traits), by which authority.
struct SearchedPeople {
  core::Instant known_since;
  std::vector<std::pair<std::string, std::int64_t>> people;
};

struct RunStep {
  std::vector<NewAlert> missing;                              // found, and there was no alert
  domain::Explanation otherwise = domain::Explanation::lost;  // of those that must be raised
  std::vector<RunDifference> vanished;
  RunCounts counts;
  core::Uuid entry;  // compared up to this one
  std::int64_t done = 0;
};

// Used by one thread. A run is held by a lease, which each call renews: one who hangs is replaced,
// and then writes nothing (Errc::conflict).
class ReconciliationWork {
public:
  virtual ~ReconciliationWork() = default;
  // The run that waits or was left by whoever worked on it; nothing where there is none.
  virtual core::Result<std::optional<HeldRun>> take(core::Instant now) = 0;
  virtual core::Result<void> keep() = 0;
  // Notes what is compared, unless an earlier beginning did, and goes on to its entries.
  virtual core::Result<void> begin(const RunBeginning& beginning) = 0;
  virtual core::Result<WatchPlace> watch_place() = 0;
  virtual core::Result<std::vector<KnownAlert>> alerts_about(
      std::span<const core::Uuid> entries) = 0;
  // In one transaction: raises what is missing as the watch would, notes each difference with its
  // explanation, adds the counts, and moves the run's place. How many alerts were raised.
  virtual core::Result<std::size_t> save(const RunStep& step, core::Instant now) = 0;
  virtual core::Result<void> enter(domain::RunPhase phase) = 0;
  // Every licence there is, in batches, from `threads` sessions; `sink` is called from all of them.
  virtual core::Result<void> licences(
      unsigned threads, const std::function<void(std::vector<LicenceRow>&&)>& sink) = 0;
  virtual core::Result<SearchedPeople> searched_since(core::Date since) = 0;
  // Counts of what was entered and checked from `since` on.
  virtual core::Result<RunCounts> count_work(core::Date since) = 0;
  // What can be told of the tables by asking them.
  virtual core::Result<std::vector<IntegrityCheck>> check_tables(core::Date today) = 0;
  // Raises those that were never raised (`dual_licence`), in one transaction; how many.
  virtual core::Result<std::size_t> raise_dual_licences(std::span<const NewAlert> alerts,
                                                        core::Instant now) = 0;
  // The end, in one transaction: sets these counts, adds what alerts say about entries that are not
  // there any more, and the integrity; tells each authority whose data have got worse since the
  // last run (`data_quality`); with its leaf.
  virtual core::Result<void> finish(const RunCounts& counts,
                                    std::span<const IntegrityCheck> integrity, core::Instant now,
                                    const proof::Leaf& leaf) = 0;
  // Another may go on at once.
  virtual void let_go() = 0;
};

}  // namespace badgewatch::ports
