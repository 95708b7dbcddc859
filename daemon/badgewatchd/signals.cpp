#include "badgewatchd/signals.hpp"

#include <csignal>
#include <ctime>

namespace badgewatch::daemon {

namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void hold_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A terminal that is closed, or a habit of reloading, ends no register.
  std::signal(SIGHUP, SIG_IGN);
}

bool stop_is_wanted() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
}

void wait_for_stop(std::chrono::milliseconds interval, const std::function<void()>& tick) {
  const auto set = stop_signals();
  const timespec time{.tv_sec = interval.count() / 1000,
                      .tv_nsec = interval.count() % 1000 * 1'000'000};
  while (sigtimedwait(&set, nullptr, &time) < 0)
    tick();
}

}  // namespace badgewatch::daemon
