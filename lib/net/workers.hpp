// The bounded pool of threads on which everything above lib/net runs.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace badgewatch::net {

// One piece of work. It is not owned: it must live until done() was called.
class Job {
public:
  virtual ~Job() = default;
  virtual void run() noexcept = 0;
  // Called once for every submitted job, behind run() or instead of it (`ran` is false) when the
  // pool was emptied. The job may be gone once this returns.
  virtual void done(bool ran) noexcept = 0;
};

enum class Admission {
  bounded,    // refused when the queue is full
  continued,  // part of something already begun: always taken
};

// Thread safe.
class Workers {
public:
  Workers(unsigned threads, std::size_t queue);
  // As stop().
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False, and nothing is called, when the queue is full or the pool has stopped.
  [[nodiscard]] bool submit(Job& job, Admission admission);
  // Takes all waiting jobs out, unrun.
  void cancel_waiting();
  // Ends the running and the waiting jobs, then the threads. May be called twice.
  void stop();

private:
  void work(unsigned number);

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace badgewatch::net
