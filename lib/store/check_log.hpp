// ports::CheckLog: checks that are recorded at about the same time share one commit.
#pragma once

#include "ports/checks.hpp"
#include "store/context.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

namespace badgewatch::store {

// Owns one thread and its session. Whoever records seals on a thread of its own and waits; the
// writer takes all that wait and writes them in one statement, which is one transaction. A probe
// waits among them and is answered by their commit; alone, it writes a row of its own, since a
// commit that writes nothing would succeed on a full disk.
class GroupCheckLog final : public ports::CheckLog {
public:
  explicit GroupCheckLog(Context& context);
  ~GroupCheckLog() override;

  // Errc::unavailable after StoreOptions::record_wait: it may be recorded all the same.
  core::Result<void> record(std::vector<ports::RecordedCheck> checks) override;
  core::Result<void> note(std::vector<proof::Leaf> leaves) override;
  core::Result<void> probe(std::chrono::steady_clock::time_point deadline) override;
  core::Result<ports::CheckRecord> find(const ports::Caller& caller, const core::Uuid& id) override;

private:
  struct Sealed {
    std::int16_t key_version = 0;
    core::Bytes data_key;
    core::Bytes request;
    core::Bytes answer;
    std::optional<core::Bytes> pairs;  // none where nothing was hit
    std::optional<core::Bytes> basis;
  };
  struct Waiting {
    std::vector<ports::RecordedCheck> checks;
    std::vector<Sealed> sealed;
    std::vector<proof::Leaf> leaves;                                    // of no check
    std::size_t rows() const { return checks.size() + leaves.size(); }  // none: a probe
    std::promise<core::Result<void>> done;
  };
  using Batch = std::vector<std::unique_ptr<Waiting>>;

  // Queues it and waits.
  core::Result<void> write_soon(std::unique_ptr<Waiting> waiting);
  Sealed seal(const ports::CheckRecord& record) const;
  void run();
  bool is_stopping();
  Batch take();
  void write(Batch& batch);
  core::Result<void> insert(std::span<const std::unique_ptr<Waiting>> batch);
  core::Result<void> note_hits(std::span<const std::unique_ptr<Waiting>> batch);
  // Again once on a new connection: rows that are there already are left alone.
  core::Result<void> write(const Statement& statement, const Parameters& parameters);
  core::Result<void> write_once(const Statement& statement, const Parameters& parameters);

  Context& context_;
  std::unique_ptr<Session> session_;  // of the writer's thread
  std::string refused_with_;          // the last refusal's SQLSTATE

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<Waiting>> queue_;
  std::size_t queued_rows_ = 0;
  // The probe that waits in the queue, for all who ask meanwhile.
  std::shared_future<core::Result<void>> probe_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace badgewatch::store
