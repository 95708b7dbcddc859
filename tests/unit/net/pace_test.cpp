#include "net/pace.hpp"

#include <catch2/catch.hpp>

using badgewatch::net::Pace;
using namespace std::chrono_literals;

namespace {

// How long the next wait may last, after a wait of that length that brought so many bytes.
std::chrono::milliseconds left_after(Pace& pace, std::chrono::milliseconds wait,
                                     std::size_t bytes) {
  const Pace::Clock::time_point now{};
  pace.begin_wait(now);
  pace.end_wait(now + wait, bytes);
  return std::chrono::duration_cast<std::chrono::milliseconds>(pace.begin_wait(now) - now);
}

}  // namespace

TEST_CASE("a client has its grace, and each byte earns it time") {
  Pace pace(5s, 1000, 30s);
  CHECK(left_after(pace, 2s, 0) == 3s);
  CHECK(left_after(pace, 1s, 500) == 2500ms);
  CHECK(left_after(pace, 2500ms, 0) == 0ms);
  CHECK(left_after(pace, 0ms, 10'000) == 10s);
}

TEST_CASE("however quick a client was, its pause has an end") {
  Pace pace(5s, 1000, 30s);
  CHECK(left_after(pace, 0ms, 1'000'000'000) == 30s);
  Pace reader(30s, 1000, 30s);
  CHECK(left_after(reader, 1s, 4'000'000) == 30s);
}

TEST_CASE("a pace of nothing a second is one of a byte a second") {
  Pace pace(0s, 0, 10s);
  CHECK(left_after(pace, 0ms, 3) == 3s);
}

TEST_CASE("time in which nobody waits for the client does not count") {
  Pace pace(100ms, 1000, 100ms);
  const Pace::Clock::time_point begin{};
  CHECK(pace.begin_wait(begin) == begin + 100ms);
  pace.end_wait(begin + 50ms, 0);
  CHECK(pace.begin_wait(begin + 10s) == begin + 10'050ms);
}
