#include "app/event_news.hpp"

#include <pthread.h>
#include <utility>

namespace badgewatch::app {

EventNews::EventNews(std::unique_ptr<ports::EventHeads> heads, std::function<bool()> anybody_waits,
                     std::function<void(const std::string&)> wake, EventNewsOptions options)
    : heads_(std::move(heads)),
      anybody_waits_(std::move(anybody_waits)),
      wake_(std::move(wake)),
      options_(options),
      thread_([this] { run(); }) {}

EventNews::~EventNews() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void EventNews::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

// Taken back before it looks: what is written while it does is looked for again.
void EventNews::run() {
  pthread_setname_np(pthread_self(), "event-news");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    woken_ = false;
    lock.unlock();
    if (anybody_waits_()) look();
    lock.lock();
    changed_.wait_for(lock, options_.shortest, [this] { return stop_; });
    changed_.wait_for(lock, options_.poll, [this] { return stop_ || woken_; });
  }
}

void EventNews::look() {
  const auto heads = heads_->read();
  if (!heads) return unreadable_.say(heads.error().detail());
  unreadable_.is_over();
  for (const auto& [authority, seq] : *heads) {
    auto& seen = seen_[authority];
    if (std::exchange(seen, seq) != seq) wake_(authority);
  }
}

}  // namespace badgewatch::app
