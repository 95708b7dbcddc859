#include "app/head_reads.hpp"

#include <pthread.h>

namespace badgewatch::app {

HeadReads::HeadReads(std::unique_ptr<ports::Feed> feed)
    : feed_(std::move(feed)), last_(core::Error()), thread_([this] { run(); }) {}

HeadReads::~HeadReads() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  asked_.notify_all();
  answered_.notify_all();
  thread_.join();
}

core::Result<proof::Head> HeadReads::next(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  // A read that is under way may have begun before this call: join the one after it.
  const auto mine = started_ + 1;
  if (wanted_ < mine) {
    wanted_ = mine;
    asked_.notify_one();
  }
  if (!answered_.wait_until(lock, deadline, [&] { return finished_ >= mine || stop_; }) || stop_)
    return core::Error(core::Errc::freshness_unproven,
                       "The register's latest state could not be read in time.");
  if (!last_)
    return core::Error(core::Errc::freshness_unproven,
                       "The register's latest state could not be read.");
  return last_;
}

void HeadReads::run() {
  pthread_setname_np(pthread_self(), "head-reads");
  std::unique_lock lock(mutex_);
  for (;;) {
    asked_.wait(lock, [&] { return stop_ || wanted_ > finished_; });
    if (stop_) return;
    const auto number = ++started_;
    lock.unlock();
    auto head = feed_->head();
    lock.lock();
    last_ = std::move(head);
    finished_ = number;
    answered_.notify_all();
  }
}

}  // namespace badgewatch::app
