// How long a client may take: so much at first, then at least so many bytes a second. Only the time
// spent waiting for the client counts.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace badgewatch::net {

class Pace {
public:
  using Clock = std::chrono::steady_clock;

  Pace(std::chrono::milliseconds grace, std::size_t bytes_per_second)
      : grace_(grace), bytes_per_second_(bytes_per_second == 0 ? 1 : bytes_per_second) {}

  // The wait for the client begins; by when it must end.
  Clock::time_point begin_wait(Clock::time_point now) {
    wait_began_ = now;
    const auto earned = std::chrono::milliseconds(bytes_ * 1000 / bytes_per_second_);
    return now + grace_ + earned - waited_;
  }
  void end_wait(Clock::time_point now, std::size_t bytes) {
    waited_ += now - wait_began_;
    bytes_ += bytes;
  }

private:
  std::chrono::milliseconds grace_;
  std::size_t bytes_per_second_;
  std::uint64_t bytes_ = 0;
  Clock::duration waited_{};
  Clock::time_point wait_began_{};
};

}  // namespace badgewatch::net
