#include "core/key_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string.h>  // explicit_bzero
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::core {
namespace {

constexpr std::size_t key_digits = 64;

class File {
public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

private:
  int descriptor_;
};

Error refused(const std::string& why) {
  return {Errc::invalid, "A key file cannot be used: " + why};
}

// At most `out.size()` bytes; how many were there.
std::size_t read_all(int descriptor, std::span<char> out) {
  std::size_t size = 0;
  while (size < out.size()) {
    const ssize_t got = ::read(descriptor, out.data() + size, out.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(descriptor, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool sync_folder(const std::string& folder) {
  const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.get()) == 0;
}

bool write_durably(const std::string& path, std::string_view text) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  return file.is_open() && write_all(file.get(), text) && ::fsync(file.get()) == 0;
}

// A hard link, unlike a rename, never replaces the key that another process has just made.
bool create_key_file(const std::string& path, Randomness& randomness) {
  Hash key{};
  std::array<std::uint8_t, 8> suffix{};
  randomness.fill(key);
  randomness.fill(suffix);
  std::string text = hex(key) + "\n";
  ::explicit_bzero(key.data(), key.size());

  const std::string draft = path + ".new-" + hex(suffix);
  bool made = write_durably(draft, text);
  ::explicit_bzero(text.data(), text.size());
  made = made && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(draft.c_str());
  return made && sync_folder(folder_of(path));
}

}  // namespace

Result<Hash> read_key_file(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    if (errno == ENOENT) return Error(Errc::not_found, "There is no key file.");
    return refused("it cannot be opened.");
  }
  struct ::stat status{};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return refused("it is not a plain file.");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return refused("others than its owner may open it; its mode must be 0600.");
  }
  std::array<char, key_digits + 2> text{};
  const std::size_t size = read_all(file.get(), text);
  const bool ended = size == key_digits || (size == key_digits + 1 && text[key_digits] == '\n');
  auto bytes = ended ? from_hex({text.data(), key_digits}) : std::nullopt;
  ::explicit_bzero(text.data(), text.size());
  if (!bytes) return refused("it must hold 64 hexadecimal digits and nothing else.");

  Hash key{};
  std::copy(bytes->begin(), bytes->end(), key.begin());
  ::explicit_bzero(bytes->data(), bytes->size());
  return key;
}

Result<Hash> read_or_create_key_file(const std::string& path, Randomness& randomness) {
  auto key = read_key_file(path);
  if (key || key.error().code() != Errc::not_found) return key;
  if (!create_key_file(path, randomness)) return refused("it cannot be made.");
  return read_key_file(path);
}

}  // namespace badgewatch::core
