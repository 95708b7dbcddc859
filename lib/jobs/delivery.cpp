#include "jobs/delivery.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::jobs {

DeliveryJob::DeliveryJob(DeliveryWork work, const core::Clock& clock, DeliveryJobOptions options)
    : work_(std::move(work)), clock_(clock), options_(std::move(options)) {
  lanes_[0].of = ports::Lane::good;
  lanes_[0].threads = options_.threads;
  lanes_[1].of = ports::Lane::failing;
  lanes_[1].threads = options_.threads_for_failing;
  for (auto& lane : lanes_)
    for (std::size_t i = 0; i < lane.threads; ++i)
      threads_.emplace_back([this, &lane] { send_all(lane); });
  threads_.emplace_back([this] { claim_all(); });
}

DeliveryJob::~DeliveryJob() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (auto& lane : lanes_)
    lane.work.notify_all();
  for (auto& thread : threads_)
    thread.join();
}

bool DeliveryJob::is_stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void DeliveryJob::wake() {
  {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
    ++wakes_;
  }
  woken_.notify_all();
}

void DeliveryJob::pause() {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, options_.shortest, [this] { return stopping_; });
  woken_.wait_for(lock, options_.poll, [this] { return stopping_ || has_news_; });
}

void DeliveryJob::pause_after_error() {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, options_.after_error, [this] { return stopping_; });
}

void DeliveryJob::claim_all() {
  pthread_setname_np(pthread_self(), (options_.name + "-claims").c_str());
  while (!is_stopping()) {
    {
      const std::lock_guard lock(mutex_);
      has_news_ = false;
    }
    bool good = true;
    for (auto& lane : lanes_)
      good = claim(lane) && good;
    forget_old();
    good ? pause() : pause_after_error();
  }
}

bool DeliveryJob::claim(Lane& lane) {
  std::size_t wanted = 0;
  {
    const std::lock_guard lock(mutex_);
    wanted = lane.threads - lane.busy;
  }
  if (wanted == 0) return true;
  auto claimed = work_.claim(lane.of, clock_.now(), wanted);
  if (!claimed) {
    if (claimed.error().detail() != said_)
      core::log(core::LogLevel::error, "nothing claimed to be sent",
                {{"of", std::string_view(options_.name)},
                 {"reason", std::string_view(claimed.error().detail())}});
    said_ = claimed.error().detail();
    return false;
  }
  said_.clear();
  const std::lock_guard lock(mutex_);
  lane.busy += claimed->size();
  for (auto& one : *claimed)
    lane.waiting.push_back(std::move(one));
  lane.work.notify_all();
  return true;
}

void DeliveryJob::send_all(Lane& lane) {
  pthread_setname_np(pthread_self(), (options_.name + "-sender").c_str());
  std::unique_lock lock(mutex_);
  for (;;) {
    lane.work.wait(lock, [&] { return stopping_ || !lane.waiting.empty(); });
    if (lane.waiting.empty()) return;
    const auto errand = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    const auto wakes = wakes_;
    lock.unlock();
    errand([this] { return is_stopping(); });
    lock.lock();
    --lane.busy;
    // What came behind its last look, while the endpoint was still claimed, nobody else could take.
    if (wakes_ == wakes) continue;
    has_news_ = true;
    woken_.notify_all();
  }
}

void DeliveryJob::forget_old() {
  const auto now = std::chrono::steady_clock::now();
  if (now < forget_at_) return;
  const auto kept = std::chrono::microseconds(options_.kept).count();
  const auto forgotten = work_.forget({clock_.now().micros - kept});
  // More is there: with the next look.
  if (!forgotten || *forgotten == 0) forget_at_ = now + options_.forget;
}

}  // namespace badgewatch::jobs
