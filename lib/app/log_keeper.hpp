// Keeps the log's tree: numbers the leaves that were committed, and signs where the tree stands.
//
// Never are two roots signed for one size. Before anything is numbered or signed, the last
// checkpoint, as the database has it and as it is kept outside of it, must be the beginning of what
// the tables hold now; and a checkpoint is kept in both places before anybody can read it.
#pragma once

#include "app/lasting_fault.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/last_checkpoint.hpp"
#include "ports/log_tree.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace badgewatch::app {

struct LogKeeperOptions {
  std::string origin = "badgewatch";  // of a log that begins; its id is appended
  std::size_t batch = 8'192;
};

// Used by one thread; trouble() from any.
class LogKeeper {
public:
  // `signer`, `clock` and `metrics` outlive it.
  LogKeeper(std::unique_ptr<ports::LogWriter> writer, std::unique_ptr<ports::LastCheckpoint> last,
            const proof::Signer& signer, const core::Clock& clock, core::Metrics& metrics,
            LogKeeperOptions options);

  // Numbers all that can be, and signs when there is something new. `stop` ends it early.
  void keep(const std::function<bool()>& stop);

  // Why nothing is signed any more, in a sentence for an operator: the log was forked or lost
  // leaves, or another key signed it. Nothing while all is well, and while the database is away.
  std::optional<std::string> trouble() const;

private:
  core::Result<void> try_keep(const std::function<bool()>& stop);
  core::Result<void> integrate(const std::function<bool()>& stop);
  proof::LogKey key_of(const ports::LogState& state) const;
  // Whether everything that was signed is the beginning of the tree; Errc::conflict where not.
  core::Result<void> check(const ports::LogState& state);
  core::Result<void> check_beginning(const proof::TreeHead& signed_tree,
                                     const proof::TreeHead& tree);
  core::Result<void> check_last(const proof::LogKey& key, const proof::TreeHead& tree);
  core::Result<void> sign(const ports::LogState& state);
  core::Result<void> remember(const std::string& note);
  void tell(const ports::LogState& state);
  void set_trouble(std::optional<std::string> trouble);

  std::unique_ptr<ports::LogWriter> writer_;
  std::unique_ptr<ports::LastCheckpoint> last_;
  const proof::Signer& signer_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  LogKeeperOptions options_;
  std::optional<std::string> last_note_;  // as last_ has it
  LastingFault stopped_{core::LogLevel::error, "log stopped: nothing is signed any more"};
  LastingFault failed_{core::LogLevel::warning, "log not numbered and signed"};
  LastingFault waits_{core::LogLevel::warning, "log leaves wait for their numbers"};
  mutable std::mutex mutex_;
  std::optional<std::string> trouble_;
};

// Lets a LogKeeper work each period, on a thread of its own.
class LogThread {
public:
  LogThread(std::unique_ptr<LogKeeper> keeper, std::chrono::milliseconds period);
  ~LogThread();
  LogThread(const LogThread&) = delete;
  LogThread& operator=(const LogThread&) = delete;

  std::optional<std::string> trouble() const { return keeper_->trouble(); }

private:
  void run();
  bool is_stopping();

  std::unique_ptr<LogKeeper> keeper_;
  std::chrono::milliseconds period_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::app
