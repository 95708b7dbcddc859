#include "jobs/repeated.hpp"

#include "core/log.hpp"

#include <pthread.h>

namespace badgewatch::jobs {

Repeated::Repeated(RepeatedOptions options, std::function<core::Result<bool>()> work)
    : options_(std::move(options)), work_(std::move(work)), thread_([this] { run(); }) {}

Repeated::~Repeated() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Repeated::run() {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());
  for (;;) {
    const auto pause = do_work();
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

std::chrono::milliseconds Repeated::do_work() {
  const auto more = work_();
  const auto reason = more ? std::string() : more.error().detail();
  if (!reason.empty() && reason != said_)
    core::log(core::LogLevel::error, "work failed; it will be tried again",
              {{"job", std::string_view(options_.name)}, {"reason", std::string_view(reason)}});
  said_ = reason;
  if (!more) return options_.after_error;
  return *more ? std::chrono::milliseconds(0) : options_.period;
}

}  // namespace badgewatch::jobs
