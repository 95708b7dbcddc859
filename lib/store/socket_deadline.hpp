// An end to calls that have none of their own.
#pragma once

#include "store/bell.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace badgewatch::store {

class Ending;

// While it lives, the time runs, which is shorter in an ending (it may be null). When it is up,
// `socket` is shut down, so that whoever waits on it fails as on a lost connection, and `passed` is
// set. All outlive it.
class SocketDeadline {
public:
  SocketDeadline(int socket, std::chrono::milliseconds time, Ending* ending,
                 std::atomic<bool>& passed);
  ~SocketDeadline();
  SocketDeadline(const SocketDeadline&) = delete;
  SocketDeadline& operator=(const SocketDeadline&) = delete;

private:
  const Bell done_;  // it need not run any more
  std::thread timer_;
};

}  // namespace badgewatch::store
