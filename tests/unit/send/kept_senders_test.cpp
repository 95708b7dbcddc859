// Which sender whom gets, and for how long one is kept.
#include "send/kept_senders.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

struct Numbered final : ports::Sender {
  Numbered(int its, std::set<int>& all) : number(its), alive(all) { alive.insert(its); }
  ~Numbered() override { alive.erase(number); }
  core::Result<ports::OutgoingReply> send(const ports::OutgoingRequest&,
                                          const ports::OutgoingLimits&) override {
    return core::Error();
  }
  int number;
  std::set<int>& alive;
};

struct Test {
  core::ManualClock clock{{1'770'000'000'000'000}};
  std::set<int> alive;
  int made = 0;
  send::KeptSenders senders{[this] { return std::make_unique<Numbered>(++made, alive); },
                            clock,
                            {.most = 3, .rest = 10s}};

  static core::Uuid receiver(std::uint8_t number) {
    core::Uuid id;
    id.bytes[15] = number;
    return id;
  }
  static int number_of(const std::unique_ptr<ports::Sender>& sender) {
    return static_cast<const Numbered&>(*sender).number;
  }
  // Which one it was.
  int use(std::uint8_t number) {
    auto sender = senders.take(receiver(number));
    const int its = number_of(sender);
    senders.give_back(receiver(number), std::move(sender));
    return its;
  }
};

}  // namespace

TEST_CASE("each receiver gets its own sender again, and nobody else's") {
  Test test;
  CHECK(test.use(1) == 1);
  CHECK(test.use(2) == 2);
  CHECK(test.use(1) == 1);
  CHECK(test.use(2) == 2);
}

TEST_CASE("one that is in use is nobody else's") {
  Test test;
  auto one = test.senders.take(Test::receiver(1));
  auto other = test.senders.take(Test::receiver(1));
  CHECK(Test::number_of(one) == 1);
  CHECK(Test::number_of(other) == 2);
}

TEST_CASE("one that rested too long is gone, and so is the longest when there are too many") {
  Test test;
  CHECK(test.use(1) == 1);
  test.clock.advance(10s);
  CHECK(test.use(1) == 1);
  test.clock.advance(11s);
  CHECK(test.use(1) == 2);
  CHECK(test.alive == std::set<int>{2});
  for (std::uint8_t i = 2; i <= 4; ++i)
    test.use(i);
  CHECK(test.alive == std::set<int>{3, 4, 5});
  CHECK(test.use(1) == 6);
}
