// A run of reconciliation: the whole nation compared anew, by the code that watches
// (app/comparison), from contents of its own that were built from the tables and not from what the
// daemon serves. What it finds is held against the alerts that the watch gave: each difference is
// explained, and an alert that is missing is raised, once. It goes on where one that was killed
// stopped, and ends with the same report.
#pragma once

#include "app/dual_licences.hpp"
#include "app/live_index.hpp"
#include "app/rebuild.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/feed.hpp"
#include "ports/reconciliations.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace badgewatch::app {

struct RunProgress {
  domain::RunPhase phase = domain::RunPhase::waiting;
  std::int64_t done = 0;  // entries compared, of `total`
  std::int64_t total = 0;
};

struct NationalRunOptions {
  unsigned threads = 2;
  std::size_t entries_a_step = 1'000;  // one transaction each
  core::Hash pair_key{};               // for what findings are bound to
  core::Hash trait_key{};              // of keyed hashes of searches
  // Of two licences of one person nobody is told where one authority acts for both.
  std::function<bool(const DualLicence&)> is_within_one_house = [](const DualLicence&) {
    return false;
  };
  bool compares = true;  // false: the policy of the watch is off, so nothing of others is found
  std::chrono::milliseconds keep_every{2'000};       // that the run is still worked on
  std::chrono::milliseconds watch_patience{30'000};  // for a watch that is behind
  std::function<void(const RunProgress&)> progress = [](const RunProgress&) {};
};

// Used by one thread; `stop` may be set by another.
class NationalRun {
public:
  // All outlive it. `served`: the index that this daemon answers from, to be held against the
  // tables; null where there is none.
  NationalRun(std::unique_ptr<ports::ReconciliationWork> work, FeedMaker new_feed,
              ports::Entries& entries, const LiveIndex* served, const core::Clock& clock,
              core::Randomness& randomness, core::Metrics& metrics, NationalRunOptions options);

  // Takes the run that waits, or that was left, and does it to its end. False: there is none. An
  // error leaves it to be taken again.
  core::Result<bool> run(const std::atomic<bool>& stop);

private:
  using Contents = std::unique_ptr<IndexContents>;
  struct Found;

  core::Result<void> work_on(const ports::HeldRun& held, const std::atomic<bool>& stop);
  core::Result<Contents> read(const std::atomic<bool>& stop);
  core::Result<domain::Explanation> wait_for_watch(const IndexContents& contents,
                                                   const std::atomic<bool>& stop);
  core::Result<void> compare(const ports::HeldRun& held, const IndexContents& contents,
                             const std::vector<core::Uuid>& left, domain::Explanation otherwise,
                             const std::atomic<bool>& stop);
  core::Result<ports::RunStep> step_of(const std::vector<core::Uuid>& ids,
                                       const IndexContents& contents);
  std::vector<Found> match(const std::vector<ports::EntryView>& views,
                           const IndexContents& contents);
  core::Result<ports::IntegrityCheck> check_served(IndexContents& contents,
                                                   const std::atomic<bool>& stop);
  // What all licences come to; nothing that was counted before.
  core::Result<ports::RunCounts> survey(const IndexContents& contents,
                                        const std::atomic<bool>& stop);
  core::Result<void> tell(const std::vector<DualLicence>& found, const std::atomic<bool>& stop);
  core::Result<void> conclude(const ports::HeldRun& held, Contents contents,
                              const std::atomic<bool>& stop);
  // Runs `work` on another thread, and says meanwhile that the run is worked on.
  template <class Work>
  auto while_keeping(Work&& work) -> decltype(work());

  std::unique_ptr<ports::ReconciliationWork> work_;
  FeedMaker new_feed_;
  ports::Entries& entries_;
  const LiveIndex* served_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  const NationalRunOptions options_;
  std::chrono::microseconds matching_time_{0};  // of this process, of the run that is under way
};

}  // namespace badgewatch::app
