#include "net/workers.hpp"

#include <algorithm>
#include <pthread.h>
#include <string>

namespace badgewatch::net {

Workers::Workers(unsigned threads, std::size_t queue) : most_waiting_(queue) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
    threads_.emplace_back([this, i] { work(i); });
  }
}

Workers::~Workers() {
  stop();
}

bool Workers::submit(Job& job, Admission admission) {
  {
    const std::lock_guard lock(mutex_);
    const bool full = admission == Admission::bounded && waiting_.size() >= most_waiting_;
    if (full || stopping_) return false;
    waiting_.push_back(&job);
  }
  wake_.notify_one();
  return true;
}

void Workers::cancel_waiting() {
  std::deque<Job*> jobs;
  {
    const std::lock_guard lock(mutex_);
    jobs.swap(waiting_);
  }
  for (auto* job : jobs)
    job->done(false);
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Workers::work(unsigned number) {
  pthread_setname_np(pthread_self(), ("worker-" + std::to_string(number)).c_str());
  while (true) {
    Job* job = nullptr;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      job = waiting_.front();
      waiting_.pop_front();
    }
    job->run();
    job->done(true);
  }
}

}  // namespace badgewatch::net
