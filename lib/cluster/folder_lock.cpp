#include "cluster/folder_lock.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace badgewatch::cluster {
namespace {

std::string holder(int file) {
  std::array<char, 16> text{};
  const auto count = pread(file, text.data(), text.size(), 0);
  std::string digits;
  for (ssize_t i = 0; i < count; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') break;
    digits += c;
  }
  return digits.empty() ? "another badgewatchd" : "badgewatchd with process id " + digits;
}

}  // namespace

core::Result<FolderLock> FolderLock::take(const std::string& folder) {
  const std::string path = folder + "/lock";
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) {
    return core::Error(core::Errc::unavailable,
                       path + " could not be opened: " + system_reason(errno) +
                           ". The state folder must belong to the user "
                           "that runs badgewatchd.");
  }
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return core::Error(core::Errc::conflict, folder + " is in use by " + holder(file.get()) +
                                                 ". Stop it first or choose another --state.");
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(file.get(), 0) != 0 ||
      pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return core::Error(core::Errc::unavailable,
                       path + " could not be written: " + system_reason(errno) +
                           ". Check that the disk has free space.");
  }
  return FolderLock(std::move(file));
}

}  // namespace badgewatch::cluster
