// The loop: takes connections in, keeps their number within bounds, ends those that are too slow,
// and ends them all at the stop.
#pragma once

#include "core/result.hpp"
#include "net/connection.hpp"
#include "net/loop.hpp"
#include "net/site.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace badgewatch::net {

class Listener {
public:
  explicit Listener(Site& site);

  // Errc::invalid for an address that is none, Errc::unavailable for one that is taken.
  core::Result<void> listen();
  std::uint16_t port() const { return port_; }
  // On a thread of its own, until the stop has ended the last connection.
  void run();
  // From any thread.
  void ask_to_stop();
  // From any thread.
  void wake(const std::string& topic);
  // From any thread but the loop's: whether the loop gets to new work within that time.
  bool turns(std::chrono::milliseconds time);

private:
  class Registration;

  Task<void> accept_all();
  Task<void> sweep_all();
  Task<void> serve(Socket socket, core::IpAddress address);
  bool has_room(const core::IpAddress& address) const;
  void sweep(TimePoint now);
  void begin_drain();
  void end_when_empty();

  Site& site_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<Executor> work_;
  Acceptor acceptor_;
  Timer timer_;
  std::uint16_t port_ = 0;
  TimePoint drain_until_ = TimePoint::max();
  std::unordered_set<Connection*> connections_;
  std::unordered_map<std::string, std::size_t> per_peer_;
};

}  // namespace badgewatch::net
