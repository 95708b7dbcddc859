// A process that is told to end, as its sessions hear of it.
#pragma once

#include "store/bell.hpp"

#include <atomic>
#include <chrono>
#include <poll.h>

namespace badgewatch::store {

// From its beginning on, no session waits long for a server that has fallen silent: that has said
// nothing to any of them for as long as the grace. A slow statement of a server that still answers
// somebody is waited for as ever. Thread safe; outlives the sessions.
class Ending {
public:
  using Moment = std::chrono::steady_clock::time_point;

  explicit Ending(std::chrono::milliseconds grace);

  // For good. Waits that are under way hear of it at once.
  void begin();

  // The rest is for sessions.
  // Until when the server is waited for by whoever began to at that time; never, before it begins.
  Moment last_moment(Moment waits_since) const;
  // Whether somebody waited in vain, and the server has said nothing since: then nobody tries a new
  // connection, of which a thread would be left.
  bool is_silent() const { return silent_; }
  void heard();
  void waited_in_vain(Moment since);
  // Readable by poll once it has begun.
  int bell() const { return bell_.descriptor(); }

private:
  bool has_begun() const { return heard_at_ != not_begun; }

  static constexpr Moment::rep not_begun = 0;
  const std::chrono::milliseconds grace_;
  const Bell bell_;
  std::atomic<Moment::rep> heard_at_ = not_begun;  // since its beginning; at first that itself
  std::atomic<bool> silent_ = false;
};

// Waits until `wanted` is ready: true. False when the deadline has come, or sooner where there is
// an ending (it may be null) and it has begun.
bool wait_until_ready(pollfd wanted, Ending::Moment deadline, Ending* ending);

}  // namespace badgewatch::store
