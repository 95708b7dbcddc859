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

// Also SIGHUP, so that a terminal that is closed ends no register.
sigset_t held_signals() {
  auto set = stop_signals();
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void hold_stop_signals() {
  const auto set = held_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool stop_is_wanted() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
}

void wait_for_stop(std::chrono::milliseconds interval, const std::function<void()>& tick,
                   const std::function<void()>& reload) {
  const auto set = held_signals();
  const timespec time{.tv_sec = interval.count() / 1000,
                      .tv_nsec = interval.count() % 1000 * 1'000'000};
  while (true) {
    const int signal = sigtimedwait(&set, nullptr, &time);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (signal == SIGHUP) reload();
    tick();
  }
}

}  // namespace badgewatch::daemon
