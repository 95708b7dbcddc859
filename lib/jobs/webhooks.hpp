// Sends webhooks: one thread claims endpoints with something due, others send to one endpoint each.
#pragma once

#include "app/webhook_delivery.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/sender.hpp"
#include "ports/webhooks.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace badgewatch::jobs {

struct WebhookJobOptions {
  // Endpoints whose last attempt failed have threads of their own, so that however many receivers
  // hang, the others go on; an endpoint is with one thread at most.
  std::size_t threads = 48;
  std::size_t threads_for_failing = 8;
  std::chrono::milliseconds poll{50};
  std::chrono::milliseconds after_error{2'000};
  std::chrono::hours kept{30 * 24};           // what ended, and the log of it
  std::chrono::milliseconds forget{600'000};  // how often that is looked for
};

class WebhookJob {
public:
  // All outlive it. `new_sender` makes one for a thread's endpoint.
  WebhookJob(ports::WebhookOutbox& outbox, app::WebhookDelivery& delivery,
             std::function<std::unique_ptr<ports::Sender>()> new_sender, const core::Clock& clock,
             WebhookJobOptions options);
  // Waits for attempts that are under way.
  ~WebhookJob();
  WebhookJob(const WebhookJob&) = delete;
  WebhookJob& operator=(const WebhookJob&) = delete;

private:
  struct Lane {
    ports::WebhookLane of = ports::WebhookLane::good;
    std::size_t threads = 0;
    std::size_t busy = 0;  // threads with an endpoint, or that one waits for
    std::deque<ports::ClaimedWebhook> waiting;
    std::condition_variable work;
  };

  void claim_all();
  // False when it failed.
  bool claim(Lane& lane);
  void send_all(Lane& lane);
  void forget_old();
  bool is_stopping() const;
  void pause(std::chrono::milliseconds time);

  ports::WebhookOutbox& outbox_;
  app::WebhookDelivery& delivery_;
  const std::function<std::unique_ptr<ports::Sender>()> new_sender_;
  const core::Clock& clock_;
  const WebhookJobOptions options_;
  std::chrono::steady_clock::time_point forget_at_;
  mutable std::mutex mutex_;
  std::condition_variable free_;  // a thread has become free, or it ends
  bool stopping_ = false;
  std::string said_;
  std::array<Lane, 2> lanes_;
  std::vector<std::thread> threads_;
};

}  // namespace badgewatch::jobs
