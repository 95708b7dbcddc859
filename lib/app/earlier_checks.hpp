// Whoever was told "no match" is told when an entry has come, or come back, or been corrected, that
// hits the person after all (`earlier_check_contradicted`). It follows the feed beside the watch,
// at its own pace: each changed entry is looked for among all clear checks whose subject is still
// kept, twice. A check that is under way while the entry comes may have been clear before it and be
// kept behind the first look; the second one, some seconds later, finds it.
#pragma once

#include "app/lasting_fault.hpp"
#include "app/live_index.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/clear_checks.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace badgewatch::app {

struct EarlierChecksOptions {
  std::chrono::milliseconds poll{500};
  // Longer than a check takes from its proof to being kept.
  std::chrono::milliseconds second_look{15'000};
  std::size_t rows = 1000;            // of the feed at once
  std::size_t entries = 5000;         // in one look
  std::size_t checks = 1000;          // read at once
  std::int64_t unkept_rows = 20'000;  // read again after a restart
  bool shares_pointers = false;       // concerns contradict a clear check of whoever asked
};

// Owns one thread, which gives way to all others, one feed session and one of the checks.
class EarlierChecks {
public:
  // All outlive it. `index` says by which rules people are compared.
  EarlierChecks(std::unique_ptr<ports::ClearChecks> checks, std::unique_ptr<ports::Feed> feed,
                const LiveIndex& index, const core::Clock& clock, core::Metrics& metrics,
                EarlierChecksOptions options);
  ~EarlierChecks();
  EarlierChecks(const EarlierChecks&) = delete;
  EarlierChecks& operator=(const EarlierChecks&) = delete;

private:
  struct Entry {
    std::string recording_authority;
    person::Person subject;
  };
  using Entries = std::unordered_map<core::Uuid, Entry>;
  struct Waiting {
    Entries entries;
    proof::Position upto;
    std::chrono::steady_clock::time_point due;
  };

  void run();
  // True when there may be more to do at once.
  bool step();
  bool take_up();
  // Notes how far it is where nothing waits and much has come that was no entry.
  bool keep_place();
  // Reads on from `at_` until `entries` are too many or the feed's end is reached.
  core::Result<Entries> read_on();
  // One look for all of `entries`; `place` as in ports::ClearChecks::finish().
  bool look(const Entries& entries, const std::optional<proof::Position>& place);
  core::Result<std::vector<ports::Contradiction>> find(const Entries& entries, const Rules& rules);
  bool failed(const core::Error& error);

  std::unique_ptr<ports::ClearChecks> checks_;
  std::unique_ptr<ports::Feed> feed_;
  const LiveIndex& index_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  EarlierChecksOptions options_;
  std::optional<proof::Position> at_;  // up to where entries were taken up
  std::chrono::steady_clock::time_point rest_until_;
  std::int64_t kept_ = 0;         // the number of the place that is kept
  Entries fresh_;                 // taken up, and looked for by nobody yet
  std::vector<Waiting> waiting_;  // looked for once, oldest first
  LastingFault fault_{core::LogLevel::error, "earlier checks not looked at"};
  std::mutex mutex_;
  std::condition_variable woken_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::app
