// Work on the parts of a stream in several threads, its results in the stream's order.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace badgewatch::matcher {

// Threads that take one task after the other: what they have allocated and touched is near for the
// next. What has not begun when this ends is not done.
template <class Made>
class Workers {
public:
  explicit Workers(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
  }

  std::future<Made> give(std::packaged_task<Made()> task) {
    auto made = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(task));
    }
    more_.notify_one();
    return made;
  }

private:
  void serve(const std::stop_token& stop) {
    while (true) {
      std::packaged_task<Made()> task;
      {
        std::unique_lock lock(mutex_);
        if (!more_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
        if (stop.stop_requested()) return;
        task = std::move(waiting_.front());
        waiting_.pop_front();
      }
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::deque<std::packaged_task<Made()>> waiting_;
  std::vector<std::jthread> threads_;  // ends first
};

// `next` gives parts until there are no more, `work` makes something of each in another thread,
// `take` gets what it made, on the caller's thread; it ends everything by giving false.
template <class Next, class Work, class Take>
void in_order(Next&& next, const Work& work, Take&& take) {
  using Part = typename std::invoke_result_t<Next>::value_type;
  using Made = std::invoke_result_t<const Work&, Part>;
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  Workers<Made> workers(threads);
  std::deque<std::future<Made>> running;
  bool more = true;
  while (more || !running.empty()) {
    while (more && running.size() < 2 * threads) {
      auto part = next();
      more = part.has_value();
      if (more)
        running.push_back(workers.give(std::packaged_task<Made()>(
            [&work, part = std::move(*part)]() mutable { return work(std::move(part)); })));
    }
    if (running.empty()) return;
    auto made = running.front().get();
    running.pop_front();
    if (!take(std::move(made))) return;
  }
}

}  // namespace badgewatch::matcher
