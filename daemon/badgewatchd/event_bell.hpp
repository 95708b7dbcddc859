// Tells those who send events on that this daemon has just committed some. What other processes
// write they find by looking, within their own periods.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace badgewatch::daemon {

// Thread safe.
class EventBell {
public:
  // `listener` may not block.
  void listen(std::function<void()> listener) {
    const std::lock_guard lock(mutex_);
    listeners_.push_back(std::move(listener));
  }
  // Nobody is told any more; one who is being told has been by then.
  void fall_silent() {
    const std::lock_guard lock(mutex_);
    listeners_.clear();
  }
  void ring() {
    const std::lock_guard lock(mutex_);
    for (const auto& listener : listeners_)
      listener();
  }

private:
  std::mutex mutex_;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace badgewatch::daemon
