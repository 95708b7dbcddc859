// Waiting to be told to stop.
#pragma once

#include <chrono>
#include <functional>

namespace badgewatch::daemon {

// Call before any thread starts: they all leave SIGINT, SIGTERM and SIGHUP to wait_for_stop().
void hold_stop_signals();

// Whether one has come that wait_for_stop() has not taken yet, for long work before it.
bool stop_is_wanted();

// Returns at SIGINT or SIGTERM. While waiting `tick` is called each `interval`, and `reload` at
// SIGHUP.
void wait_for_stop(
    std::chrono::milliseconds interval, const std::function<void()>& tick,
    const std::function<void()>& reload = [] {});

}  // namespace badgewatch::daemon
