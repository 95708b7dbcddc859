// Waiting to be told to stop.
#pragma once

#include <chrono>
#include <functional>

namespace badgewatch::daemon {

// Call before any thread starts: they all leave SIGINT and SIGTERM to wait_for_stop().
// SIGHUP is ignored from then on.
void hold_stop_signals();

// Whether one has come that wait_for_stop() has not taken yet, for long work before it.
bool stop_is_wanted();

// Returns at SIGINT or SIGTERM. `tick` is called each `interval` while waiting.
void wait_for_stop(std::chrono::milliseconds interval, const std::function<void()>& tick);

}  // namespace badgewatch::daemon
