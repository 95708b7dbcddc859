#include "store/socket_deadline.hpp"

#include "store/ending.hpp"

#include <cerrno>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace badgewatch::store {
namespace {

int made_event() {
  const int event = eventfd(0, EFD_CLOEXEC);
  if (event < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return event;
}

}  // namespace

SocketDeadline::SocketDeadline(int socket, std::chrono::milliseconds time, Ending* ending,
                               std::atomic<bool>& passed)
    : done_(made_event()),
      timer_([done = done_, socket, deadline = std::chrono::steady_clock::now() + time, ending,
              &passed] {
        const pollfd wanted{.fd = done, .events = POLLIN, .revents = 0};
        if (wait_until_ready(wanted, deadline, ending)) return;
        passed = true;
        ::shutdown(socket, SHUT_RDWR);
      }) {}

SocketDeadline::~SocketDeadline() {
  eventfd_write(done_, 1);
  timer_.join();
  close(done_);
}

}  // namespace badgewatch::store
