// Sends webhooks, or mail: one thread claims endpoints with something due, others send to one
// endpoint each.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/outbox.hpp"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace badgewatch::jobs {

// An endpoint that was claimed: sends what is due there, until `stopping` says so.
using Errand = std::function<void(const std::function<bool()>& stopping)>;

// What is sent. Called from several threads.
struct DeliveryWork {
  std::function<core::Result<std::vector<Errand>>(ports::Lane lane, core::Instant now,
                                                  std::size_t limit)>
      claim;
  std::function<core::Result<std::int64_t>(core::Instant before)> forget;
};

struct DeliveryJobOptions {
  std::string name = "webhook";  // of the threads and in the log, 8 characters at most
  // Endpoints whose last attempt failed have threads of their own, so that however many receivers
  // hang, the others go on; an endpoint is with one thread at most.
  std::size_t threads = 48;
  std::size_t threads_for_failing = 8;
  std::chrono::milliseconds poll{50};  // what came due, or another process wrote, is looked for
  // Between two claims, however often it is woken.
  std::chrono::milliseconds shortest{5};
  std::chrono::milliseconds after_error{2'000};
  std::chrono::hours kept{30 * 24};           // what ended, and the log of it
  std::chrono::milliseconds forget{600'000};  // how often that is looked for
};

class DeliveryJob {
public:
  // What `work` uses and `clock` outlive it.
  DeliveryJob(DeliveryWork work, const core::Clock& clock, DeliveryJobOptions options);
  // Waits for attempts that are under way.
  ~DeliveryJob();
  DeliveryJob(const DeliveryJob&) = delete;
  DeliveryJob& operator=(const DeliveryJob&) = delete;

  // Something may be due: claim now, do not wait for the next poll. Never blocks. Thread safe.
  void wake();

private:
  struct Lane {
    ports::Lane of = ports::Lane::good;
    std::size_t threads = 0;
    std::size_t busy = 0;  // threads with an endpoint, or that one waits for
    std::deque<Errand> waiting;
    std::condition_variable work;
  };

  void claim_all();
  // False when it failed.
  bool claim(Lane& lane);
  void send_all(Lane& lane);
  void forget_old();
  bool is_stopping() const;
  void pause();
  void pause_after_error();

  const DeliveryWork work_;
  const core::Clock& clock_;
  const DeliveryJobOptions options_;
  std::chrono::steady_clock::time_point forget_at_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;  // or it ends
  bool stopping_ = false;
  bool has_news_ = false;    // since the last claim began
  std::uint64_t wakes_ = 0;  // ever
  std::string said_;
  std::array<Lane, 2> lanes_;
  std::vector<std::thread> threads_;
};

}  // namespace badgewatch::jobs
