#include "net/workers.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

using badgewatch::net::Admission;
using badgewatch::net::Job;
using badgewatch::net::Workers;

namespace {

// Runs only once it is released.
class HeldJob final : public Job {
public:
  void run() noexcept override {
    std::unique_lock lock(mutex_);
    started_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
  }
  void done(bool ran) noexcept override {
    ran_ = ran;
    ++done_;
  }
  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  void wait_until_started() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return started_; });
  }
  bool ran() const { return ran_; }
  int done_count() const { return done_; }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool started_ = false;
  bool released_ = false;
  std::atomic<bool> ran_ = false;
  std::atomic<int> done_ = 0;
};

}  // namespace

TEST_CASE("A full queue refuses what is new and takes what goes on") {
  Workers workers(1, 1);
  HeldJob running;
  HeldJob waiting;
  HeldJob refused;
  HeldJob continued;
  REQUIRE(workers.submit(running, Admission::bounded));
  running.wait_until_started();
  CHECK(workers.submit(waiting, Admission::bounded));
  CHECK_FALSE(workers.submit(refused, Admission::bounded));
  CHECK(workers.submit(continued, Admission::continued));
  for (auto* job : {&running, &waiting, &continued})
    job->release();
  workers.stop();
  CHECK(running.ran());
  CHECK(waiting.ran());
  CHECK(continued.ran());
  CHECK(refused.done_count() == 0);
}

TEST_CASE("Waiting jobs that are cancelled are told so, once") {
  Workers workers(1, 10);
  HeldJob running;
  std::vector<HeldJob> waiting(5);
  REQUIRE(workers.submit(running, Admission::bounded));
  running.wait_until_started();
  for (auto& job : waiting)
    REQUIRE(workers.submit(job, Admission::bounded));
  workers.cancel_waiting();
  for (auto& job : waiting) {
    CHECK(job.done_count() == 1);
    CHECK_FALSE(job.ran());
  }
  running.release();
  workers.stop();
  CHECK(running.ran());
  CHECK(running.done_count() == 1);
}

TEST_CASE("A stopped pool takes nothing") {
  Workers workers(2, 10);
  workers.stop();
  HeldJob late;
  CHECK_FALSE(workers.submit(late, Admission::bounded));
  CHECK_FALSE(workers.submit(late, Admission::continued));
  CHECK(late.done_count() == 0);
}
