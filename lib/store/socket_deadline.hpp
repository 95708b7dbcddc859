// An end to calls that have none of their own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace badgewatch::store {

// While it lives, the time runs. When it is up, `socket` is shut down, so that whoever waits on it
// fails as on a lost connection, and `passed` is set. Both outlive it.
class SocketDeadline {
public:
  SocketDeadline(int socket, std::chrono::milliseconds time, std::atomic<bool>& passed);
  ~SocketDeadline();
  SocketDeadline(const SocketDeadline&) = delete;
  SocketDeadline& operator=(const SocketDeadline&) = delete;

private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
  std::thread timer_;
};

}  // namespace badgewatch::store
