#include "net/tls_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace badgewatch::net {

namespace {

constexpr std::size_t most_bytes = 1 << 20;

class File {
public:
  explicit File(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

private:
  int descriptor_;
};

core::Error unusable(const std::string& path, const std::string& why) {
  return {core::Errc::invalid, path + " cannot be used: " + why};
}

bool only_for_its_user(const struct ::stat& status) {
  const bool owner_is_right = status.st_uid == 0 || status.st_uid == ::geteuid();
  const bool others = (status.st_mode & S_IRWXO) != 0;
  const bool group_writes = (status.st_mode & (S_IWGRP | S_IXGRP)) != 0;
  const bool group_reads = (status.st_mode & S_IRGRP) != 0 && status.st_uid != 0;
  return owner_is_right && !others && !group_writes && !group_reads;
}

core::Result<std::string> read(const std::string& path, bool is_private) {
  const File file(path);
  struct ::stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
    return unusable(path, std::generic_category().message(errno) + ".");
  if (!S_ISREG(status.st_mode)) return unusable(path, "it is no plain file.");
  if (is_private && !only_for_its_user(status))
    return unusable(path,
                    "others than its user may read it, or it is another user's. Let it be "
                    "this account's with mode 0600, or root's and its group's with mode 0640.");
  std::string text(most_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0) return unusable(path, std::generic_category().message(errno) + ".");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > most_bytes) return unusable(path, "it is larger than 1 MiB.");
  text.resize(size);
  return text;
}

}  // namespace

core::Result<std::string> read_pem_file(const std::string& path) {
  return read(path, false);
}

core::Result<core::Secret> read_private_pem_file(const std::string& path) {
  auto text = read(path, true);
  if (!text) return text.error();
  return core::Secret(std::move(*text));
}

}  // namespace badgewatch::net
