#include "store/socket_deadline.hpp"

#include <sys/socket.h>

namespace badgewatch::store {

SocketDeadline::SocketDeadline(int socket, std::chrono::milliseconds time,
                               std::atomic<bool>& passed)
    : timer_([this, socket, time, &passed] {
        std::unique_lock lock(mutex_);
        if (done_.wait_for(lock, time, [this] { return is_done_; })) return;
        passed = true;
        ::shutdown(socket, SHUT_RDWR);
      }) {}

SocketDeadline::~SocketDeadline() {
  {
    const std::lock_guard lock(mutex_);
    is_done_ = true;
  }
  done_.notify_one();
  timer_.join();
}

}  // namespace badgewatch::store
