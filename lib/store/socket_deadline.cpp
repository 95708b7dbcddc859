#include "store/socket_deadline.hpp"

#include "store/ending.hpp"

#include <sys/socket.h>

namespace badgewatch::store {
SocketDeadline::SocketDeadline(int socket, std::chrono::milliseconds time, Ending* ending,
                               std::atomic<bool>& passed)
    : timer_([done = done_.descriptor(), socket, deadline = std::chrono::steady_clock::now() + time,
              ending, &passed] {
        const pollfd wanted{.fd = done, .events = POLLIN, .revents = 0};
        if (wait_until_ready(wanted, deadline, ending)) return;
        passed = true;
        ::shutdown(socket, SHUT_RDWR);
      }) {}

SocketDeadline::~SocketDeadline() {
  done_.ring();
  timer_.join();
}

}  // namespace badgewatch::store
