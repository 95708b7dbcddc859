#include "jobs/delivery.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

bool becomes(const std::function<bool()>& true_at_last) {
  for (int i = 0; i < 10'000 && !true_at_last(); ++i)
    std::this_thread::sleep_for(1ms);
  return true_at_last();
}

// One endpoint, which whoever sends to it has for himself.
struct Endpoint {
  std::mutex mutex;
  int waiting = 0;
  int sent = 0;
  bool is_claimed = false;
  std::function<void()> while_sending = [] {};

  void add() {
    const std::lock_guard lock(mutex);
    ++waiting;
  }
  int count_sent() {
    const std::lock_guard lock(mutex);
    return sent;
  }
  core::Result<std::vector<jobs::Errand>> claim(ports::Lane lane) {
    const std::lock_guard lock(mutex);
    std::vector<jobs::Errand> errands;
    if (lane != ports::Lane::good || is_claimed || waiting == 0) return errands;
    is_claimed = true;
    errands.emplace_back([this](const auto&) { send(); });
    return errands;
  }
  void send() {
    int due = 0;
    {
      const std::lock_guard lock(mutex);
      due = std::exchange(waiting, 0);
    }
    while_sending();
    const std::lock_guard lock(mutex);
    sent += due;
    is_claimed = false;
  }
};

// Looks by itself once an hour: all that is sent sooner was told.
struct Sending {
  explicit Sending(Endpoint& its) : endpoint(its) {}

  Endpoint& endpoint;
  core::ManualClock clock{core::Instant{1'800'000'000'000'000}};
  jobs::DeliveryJob job{
      {.claim = [this](ports::Lane lane, core::Instant,
                       std::size_t) { return endpoint.claim(lane); },
       .forget = [](core::Instant) { return core::Result<std::int64_t>(0); }},
      clock,
      {.name = "test", .threads = 2, .threads_for_failing = 1, .poll = 1h, .shortest = 1ms}};
};

}  // namespace

TEST_CASE("what is told is sent without waiting for the next look") {
  Endpoint endpoint;
  Sending sending(endpoint);
  for (int i = 1; i <= 20; ++i) {
    endpoint.add();
    sending.job.wake();
    REQUIRE(becomes([&] { return endpoint.count_sent() == i; }));
  }
}

TEST_CASE("what comes behind the last look at an endpoint that is still claimed is sent too") {
  Endpoint endpoint;
  std::atomic<bool> sending_one = false, may_end = false;
  endpoint.while_sending = [&] {
    sending_one = true;
    while (!may_end)
      std::this_thread::sleep_for(1ms);
  };
  Sending sending(endpoint);
  endpoint.add();
  sending.job.wake();
  REQUIRE(becomes([&] { return sending_one.load(); }));
  endpoint.add();
  sending.job.wake();
  std::this_thread::sleep_for(20ms);  // long enough for a claim, which gets nothing
  may_end = true;
  CHECK(becomes([&] { return endpoint.count_sent() == 2; }));
}
