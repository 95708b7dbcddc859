#include "badgewatchd/notify.hpp"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace badgewatch::daemon {

void ServiceNotifier::send(std::string_view message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  // A leading @ stands for the abstract namespace's NUL.
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';

  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  // Best effort: the register works without systemd.
  (void)::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&address), length);
  ::close(descriptor);
}

std::optional<std::chrono::microseconds> watchdog_interval(std::string_view watchdog_usec) {
  std::int64_t micros = 0;
  const auto* end = watchdog_usec.data() + watchdog_usec.size();
  const auto [stop, error] = std::from_chars(watchdog_usec.data(), end, micros);
  if (error != std::errc() || stop != end || micros <= 0) return {};
  return std::chrono::microseconds(micros / 2);
}

}  // namespace badgewatch::daemon
