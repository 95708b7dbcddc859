// How long a client may take: so much at first, then at least so many bytes a second. Only the time
// spent waiting for the client counts.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace badgewatch::net {

class Pace {
public:
  using Clock = std::chrono::steady_clock;
  using Milliseconds = std::chrono::milliseconds;

  // Who was quick may pause later, but never for longer than `longest_pause`.
  Pace(Milliseconds grace, std::size_t bytes_per_second, Milliseconds longest_pause)
      : left_(grace),
        most_(std::max(grace, longest_pause)),
        bytes_per_second_(bytes_per_second == 0 ? 1 : bytes_per_second) {}

  // The wait for the client begins; by when it must end.
  Clock::time_point begin_wait(Clock::time_point now) {
    wait_began_ = now;
    return now + left_;
  }
  void end_wait(Clock::time_point now, std::size_t bytes) {
    const Milliseconds earned(static_cast<std::uint64_t>(bytes) * 1000 / bytes_per_second_);
    left_ = std::min<Clock::duration>(most_, left_ - (now - wait_began_) + earned);
  }

private:
  Clock::duration left_;
  Clock::duration most_;
  std::size_t bytes_per_second_;
  Clock::time_point wait_began_{};
};

}  // namespace badgewatch::net
