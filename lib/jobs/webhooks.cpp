#include "jobs/webhooks.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::jobs {

WebhookJob::WebhookJob(ports::WebhookOutbox& outbox, app::WebhookDelivery& delivery,
                       std::function<std::unique_ptr<ports::Sender>()> new_sender,
                       const core::Clock& clock, WebhookJobOptions options)
    : outbox_(outbox),
      delivery_(delivery),
      new_sender_(std::move(new_sender)),
      clock_(clock),
      options_(options) {
  lanes_[0].of = ports::WebhookLane::good;
  lanes_[0].threads = options_.threads;
  lanes_[1].of = ports::WebhookLane::failing;
  lanes_[1].threads = options_.threads_for_failing;
  for (auto& lane : lanes_)
    for (std::size_t i = 0; i < lane.threads; ++i)
      threads_.emplace_back([this, &lane] { send_all(lane); });
  threads_.emplace_back([this] { claim_all(); });
}

WebhookJob::~WebhookJob() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  free_.notify_all();
  for (auto& lane : lanes_)
    lane.work.notify_all();
  for (auto& thread : threads_)
    thread.join();
}

bool WebhookJob::is_stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void WebhookJob::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  free_.wait_for(lock, time, [this] { return stopping_; });
}

void WebhookJob::claim_all() {
  pthread_setname_np(pthread_self(), "webhook-claims");
  while (!is_stopping()) {
    bool good = true;
    for (auto& lane : lanes_)
      good = claim(lane) && good;
    forget_old();
    pause(good ? options_.poll : options_.after_error);
  }
}

bool WebhookJob::claim(Lane& lane) {
  std::size_t wanted = 0;
  {
    const std::lock_guard lock(mutex_);
    wanted = lane.threads - lane.busy;
  }
  if (wanted == 0) return true;
  auto claimed = outbox_.claim(lane.of, clock_.now(), wanted);
  if (!claimed) {
    if (claimed.error().detail() != said_)
      core::log(core::LogLevel::error, "webhooks not claimed",
                {{"reason", std::string_view(claimed.error().detail())}});
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

void WebhookJob::send_all(Lane& lane) {
  pthread_setname_np(pthread_self(), "webhook-sender");
  std::unique_lock lock(mutex_);
  for (;;) {
    lane.work.wait(lock, [&] { return stopping_ || !lane.waiting.empty(); });
    if (lane.waiting.empty()) return;
    const auto webhook = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lock.unlock();
    const auto sender = new_sender_();
    delivery_.send_due(webhook, *sender, [this] { return is_stopping(); });
    lock.lock();
    --lane.busy;
  }
}

void WebhookJob::forget_old() {
  const auto now = std::chrono::steady_clock::now();
  if (now < forget_at_) return;
  const auto kept = std::chrono::microseconds(options_.kept).count();
  const auto forgotten = outbox_.forget({clock_.now().micros - kept});
  // More is there: with the next look.
  if (!forgotten || *forgotten == 0) forget_at_ = now + options_.forget;
}

}  // namespace badgewatch::jobs
