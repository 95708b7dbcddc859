// Tells those who wait for an authority's events that there are new ones, whichever daemon wrote
// them.
#pragma once

#include "app/lasting_fault.hpp"
#include "ports/alerts.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace badgewatch::app {

struct EventNewsOptions {
  std::chrono::milliseconds poll{50};  // what another process wrote is looked for
  // Between two looks, however often it is woken: listeners are told of much at once.
  std::chrono::milliseconds shortest{5};
};

// Owns one thread. While nobody waits it asks for nothing.
class EventNews {
public:
  // `anybody_waits` and `wake` are called on its thread; `wake` once for each authority whose last
  // number is another than it was at the last look.
  EventNews(std::unique_ptr<ports::EventHeads> heads, std::function<bool()> anybody_waits,
            std::function<void(const std::string& authority)> wake, EventNewsOptions options);
  ~EventNews();
  EventNews(const EventNews&) = delete;
  EventNews& operator=(const EventNews&) = delete;

  // Look now, do not wait for the next poll: this process has written some. Never blocks. Thread
  // safe.
  void wake();

private:
  void run();
  void look();

  std::unique_ptr<ports::EventHeads> heads_;
  std::function<bool()> anybody_waits_;
  std::function<void(const std::string&)> wake_;
  EventNewsOptions options_;
  std::unordered_map<std::string, std::int64_t> seen_;
  LastingFault unreadable_{core::LogLevel::warning, "events cannot be looked for"};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::app
