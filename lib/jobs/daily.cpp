#include "jobs/daily.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::jobs {

core::Date turn_at(core::Instant now, std::string_view at) {
  const auto today = core::uk_date(now);
  const auto time_of_day =
      core::uk_time_text(now).substr(0, at.size());  // "14:03", of equal length
  return time_of_day < at ? today.plus_days(-1) : today;
}

Daily::Daily(DailyOptions options, const core::Clock& clock,
             std::function<core::Result<void>()> work)
    : options_(std::move(options)),
      clock_(clock),
      work_(std::move(work)),
      thread_([this] { run(); }) {}

Daily::~Daily() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Daily::run() {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());
  for (bool due = options_.at_start;; due = true) {
    const auto turn = turn_at(clock_.now(), options_.at);
    while (due && !do_work())
      if (!pause(options_.try_again)) return;
    do {
      if (!pause(options_.look)) return;
    } while (turn_at(clock_.now(), options_.at) <= turn);
  }
}

bool Daily::do_work() {
  const auto done = work_();
  if (done) return true;
  core::log(core::LogLevel::error, "daily work failed; it will be tried again",
            {{"job", options_.name}, {"reason", done.error().detail()}});
  return false;
}

bool Daily::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

}  // namespace badgewatch::jobs
