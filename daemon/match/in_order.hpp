// Work on the parts of a stream in several threads, its results in the stream's order.
#pragma once

#include <algorithm>
#include <deque>
#include <future>
#include <optional>
#include <thread>

namespace badgewatch::matcher {

// `next` gives parts until there are no more, `work` makes something of each in a thread of its
// own, `take` gets what it made, on the caller's thread; it ends everything by giving false.
template <class Next, class Work, class Take>
void in_order(Next&& next, const Work& work, Take&& take) {
  using Part = typename std::invoke_result_t<Next>::value_type;
  using Made = std::invoke_result_t<const Work&, Part>;
  const std::size_t at_once = 2 * std::max(1U, std::thread::hardware_concurrency());
  std::deque<std::future<Made>> running;
  bool more = true;
  while (more || !running.empty()) {
    while (more && running.size() < at_once) {
      auto part = next();
      more = part.has_value();
      if (more)
        running.push_back(std::async(
            std::launch::async, [&work](Part one) { return work(std::move(one)); },
            std::move(*part)));
    }
    if (running.empty()) return;
    auto made = running.front().get();
    running.pop_front();
    if (!take(std::move(made))) return;
  }
}

}  // namespace badgewatch::matcher
