// Everything compared anew, because the rules of comparing have changed: a new table of
// frequencies, or a new release. Every entry meets every licence once more, and every concern every
// licence and every other concern; what is found becomes alerts as the watch raises them: nothing
// twice, and nothing that a human has decided on. Done in small steps by whoever holds the watch,
// who goes on where another stopped.
#pragma once

#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/alerts.hpp"
#include "ports/feed.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace badgewatch::app {

// Used by one thread, which holds the watch.
class Reconciliation {
public:
  // All outlive it. `entries_a_step` bounds how long a row that comes waits behind a step;
  // `pair_key` is for finding_pair(); `set_duties` says what the concerns that are found make
  // somebody owe, before they are told of.
  Reconciliation(
      ports::Watch& watch, ports::Entries& entries, const LiveIndex& index,
      const core::Clock& clock, core::Metrics& metrics, std::size_t entries_a_step,
      const core::Hash& pair_key,
      std::function<void(ports::Compared&)> set_duties = [](ports::Compared&) {});

  // Notes that from `from` on rows are compared by `rules`. Where the ones before it were compared
  // by others, everything up to there is to be compared anew. False: not noted, so nothing may be
  // compared.
  bool note_rules(const Rules& rules, const proof::Position& from);
  // One step of what note_rules() found to be done, while the watch stands `at`. True when there
  // was something to do.
  bool step(const Rules& rules, const proof::Position& at);

private:
  // The entries and concerns still to be compared, the next one last. False: the index has to come
  // first.
  bool list(const Rules& rules, const proof::Position& at);
  // Compares them, raises what is found, and notes that as far as `then` all is done.
  bool compare(const std::vector<core::Uuid>& ids, const Rules& rules, const proof::Position& at,
               const ports::ComparedUnder& then);

  ports::Watch& watch_;
  ports::Entries& entries_;
  const LiveIndex& index_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  const std::size_t entries_a_step_;
  const core::Hash pair_key_;
  const std::function<void(ports::Compared&)> set_duties_;
  ports::ComparedUnder noted_;
  std::vector<core::Uuid> left_;
  // What `left_` goes on from; anything else that is noted makes it worthless.
  ports::ComparedUnder listed_for_;
  LastingFault fault_{core::LogLevel::error, "reconciliation waits"};
};

}  // namespace badgewatch::app
