#include "app/event_news.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <map>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

// What is written in the database, as far as it is told.
struct Written {
  std::mutex mutex;
  std::map<std::string, std::int64_t> heads;
  bool broken = false;
  std::atomic<int> reads = 0;

  void set(const std::string& authority, std::int64_t seq) {
    const std::lock_guard lock(mutex);
    heads[authority] = seq;
  }
};

class Heads final : public ports::EventHeads {
public:
  explicit Heads(Written& written) : written_(written) {}
  core::Result<std::vector<ports::EventHead>> read() override {
    ++written_.reads;
    const std::lock_guard lock(written_.mutex);
    if (written_.broken) return core::Error(core::Errc::unavailable, "No database.");
    std::vector<ports::EventHead> heads;
    for (const auto& [authority, seq] : written_.heads)
      heads.push_back({authority, seq});
    return heads;
  }

private:
  Written& written_;
};

struct Listening {
  Written written;
  std::atomic<bool> anybody = true;
  std::mutex mutex;
  std::map<std::string, int> woken;
  app::EventNews news{std::make_unique<Heads>(written),
                      [this] { return anybody.load(); },
                      [this](const std::string& authority) {
                        const std::lock_guard lock(mutex);
                        ++woken[authority];
                      },
                      {.poll = 1ms}};

  int times(const std::string& authority) {
    const std::lock_guard lock(mutex);
    return woken[authority];
  }
  void look() {
    const int before = written.reads;
    for (int i = 0; i < 10'000 && written.reads < before + 2; ++i)
      std::this_thread::sleep_for(1ms);
    REQUIRE(written.reads >= before + 2);
  }
};

}  // namespace

TEST_CASE("Whose last number has changed is told once, and nobody else") {
  Listening listening;
  listening.written.set("MAN", 1);
  listening.written.set("LDS", 7);
  listening.look();
  CHECK(listening.times("MAN") == 1);
  CHECK(listening.times("LDS") == 1);
  listening.written.set("MAN", 3);
  listening.look();
  CHECK(listening.times("MAN") == 2);
  CHECK(listening.times("LDS") == 1);
  // A restored database may go back: whoever listens has to be told that its number is no more.
  listening.written.set("LDS", 2);
  listening.look();
  CHECK(listening.times("LDS") == 2);
}

TEST_CASE("Nobody is told while the database cannot be read, and everybody afterwards") {
  Listening listening;
  {
    const std::lock_guard lock(listening.written.mutex);
    listening.written.broken = true;
    listening.written.heads["MAN"] = 1;
  }
  listening.look();
  CHECK(listening.times("MAN") == 0);
  {
    const std::lock_guard lock(listening.written.mutex);
    listening.written.broken = false;
  }
  listening.look();
  CHECK(listening.times("MAN") == 1);
}

TEST_CASE("Who is woken looks without waiting for the next poll") {
  Written written;
  std::atomic<int> woken = 0;
  app::EventNews news(
      std::make_unique<Heads>(written), [] { return true; }, [&](const std::string&) { ++woken; },
      {.poll = 1h, .shortest = 1ms});
  const auto soon = [&](int times) {
    for (int i = 0; i < 10'000 && woken < times; ++i)
      std::this_thread::sleep_for(1ms);
    return woken >= times;
  };
  for (int i = 1; i <= 3; ++i) {
    written.set("MAN", i);
    news.wake();
    REQUIRE(soon(i));
  }
  // As often as there was something to be told.
  CHECK(woken == 3);
}

TEST_CASE("While nobody listens nothing is asked") {
  Listening listening;
  listening.anybody = false;
  std::this_thread::sleep_for(5ms);
  const int asked = listening.written.reads;
  std::this_thread::sleep_for(30ms);
  CHECK(listening.written.reads <= asked + 1);
}
