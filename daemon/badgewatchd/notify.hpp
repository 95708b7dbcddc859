// Tells systemd how the daemon is (sd_notify's protocol), where NOTIFY_SOCKET says that it listens.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::daemon {

class ServiceNotifier {
public:
  // `socket` is the value of NOTIFY_SOCKET; empty: nobody listens, and every call does nothing.
  explicit ServiceNotifier(std::string socket) : socket_(std::move(socket)) {}

  void ready() const { send("READY=1"); }
  void stopping() const { send("STOPPING=1"); }
  void alive() const { send("WATCHDOG=1"); }
  void status(std::string_view text) const { send("STATUS=" + std::string(text)); }

private:
  void send(std::string_view message) const;
  std::string socket_;
};

// Half of WATCHDOG_USEC, if `watchdog_usec` is a number: how often to say that one is alive.
std::optional<std::chrono::microseconds> watchdog_interval(std::string_view watchdog_usec);

}  // namespace badgewatch::daemon
