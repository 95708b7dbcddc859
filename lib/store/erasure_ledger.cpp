#include "store/erasure_ledger.hpp"

#include "core/text.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace badgewatch::store {
namespace {

constexpr std::string_view first_form = "badgewatch-erasures/1";  // names no register
constexpr std::string_view second_form = "badgewatch-erasures/2 ";
constexpr std::size_t longest_header = 80;

class File {
public:
  File(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

private:
  int descriptor_;
};

core::Error cannot_write(const std::string& path) {
  return {core::Errc::unavailable, "The erasure ledger " + path + " cannot be written (" +
                                       std::generic_category().message(errno) +
                                       "), so nothing is erased. Check that its disk has free "
                                       "space and that it belongs to the daemon's user."};
}

core::Error not_a_ledger(const std::string& path, std::size_t line) {
  return {core::Errc::invalid, path + ":" + std::to_string(line) +
                                   ": this is no line of an erasure ledger. Take the ledger that "
                                   "the daemon wrote (retention.erasure_ledger), unchanged."};
}

core::Error another_register(const std::string& path) {
  return {core::Errc::invalid,
          path +
              " is the erasure ledger of another register. Name this register's own in "
              "retention.erasure_ledger, or move that one away."};
}

// Whether the line is a ledger's first; then whose, where it says so.
bool read_header(std::string_view line, std::optional<core::Uuid>& out) {
  if (line == first_form) return true;
  if (!line.starts_with(second_form)) return false;
  out = core::Uuid::parse(line.substr(second_form.size()));
  return out.has_value();
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto done = ::write(file, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

bool flush_folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const File folder(slash == std::string::npos ? "." : path.substr(0, slash + 1),
                    O_RDONLY | O_DIRECTORY);
  return folder && ::fsync(folder.get()) == 0;
}

// Leaves the file at the end of its last whole line.
bool end_at_whole_line(int file) {
  const auto size = ::lseek(file, 0, SEEK_END);
  auto end = size;
  for (char last = 0; end > 0; --end) {
    if (::pread(file, &last, 1, end - 1) != 1) return false;
    if (last == '\n') break;
  }
  return size >= 0 && (end == size || ::ftruncate(file, end) == 0);
}

// "2026-11-24T03:15:00.000Z decision BIR 01a2…"
bool read_line(std::string_view line, Erased& out) {
  const auto words = core::split(line, ' ');
  if (words.size() != 4) return false;
  core::Instant at;
  const auto id = core::Uuid::parse(words[3]);
  const bool known = words[1] == "decision" || words[1] == "check";
  if (!core::parse_instant(std::string(words[0]), at) || !known || words[2].empty() || !id)
    return false;
  out = {.id = *id, .authority = std::string(words[2]), .kind = std::string(words[1])};
  return true;
}

}  // namespace

core::Result<void> make_ledger(const LedgerPlace& place) {
  const auto& path = place.path;
  struct stat found{};
  if (::stat(path.c_str(), &found) == 0 && found.st_size > 0) {
    std::string first(longest_header, '\0');
    std::ifstream file(path);
    file.read(first.data(), static_cast<std::streamsize>(first.size()));
    first.resize(static_cast<std::size_t>(file.gcount()));
    const auto end = first.find('\n');
    std::optional<core::Uuid> named;
    if (end == std::string::npos || !read_header(first.substr(0, end), named))
      return not_a_ledger(path, 1);
    if (named && *named != place.register_id) return another_register(path);
    return {};
  }
  const File file(path, O_WRONLY | O_CREAT | O_APPEND);
  if (!file || ::flock(file.get(), LOCK_EX) != 0) return cannot_write(path);
  if (::fstat(file.get(), &found) == 0 && found.st_size > 0) return {};
  const auto header = std::string(second_form) + place.register_id.text() + '\n';
  if (!write_all(file.get(), header) || ::fsync(file.get()) != 0 || !flush_folder_of(path))
    return cannot_write(path);
  return {};
}

core::Result<void> append_to_ledger(const LedgerPlace& place, std::span<const Erased> erased,
                                    core::Instant at) {
  if (auto made = make_ledger(place); !made) return made;
  std::string lines;
  for (const auto& one : erased)
    lines += core::to_text(at) + ' ' + one.kind + ' ' + one.authority + ' ' + one.id.text() + '\n';
  const File file(place.path, O_RDWR | O_APPEND);
  if (!file || ::flock(file.get(), LOCK_EX) != 0 || !end_at_whole_line(file.get()) ||
      !write_all(file.get(), lines) || ::fsync(file.get()) != 0)
    return cannot_write(place.path);
  return {};
}

core::Result<Ledger> read_ledger(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return core::Error(core::Errc::not_found, "There is no erasure ledger at " + path + ".");
  if (file.peek() == std::ifstream::traits_type::eof())
    return core::Error(core::Errc::invalid,
                       path +
                           ":1: the file is empty, and a ledger has a first line even where "
                           "nothing was erased. Take another copy.");
  Ledger ledger;
  std::size_t number = 1;
  std::string line;
  if (!std::getline(file, line) || file.eof() || !read_header(line, ledger.register_id))
    return not_a_ledger(path, number);
  while (std::getline(file, line) && !file.eof()) {  // a last line without an end came to nothing
    Erased one;
    if (!read_line(line, one)) return not_a_ledger(path, number + 1);
    ledger.erased.push_back(std::move(one));
    ++number;
  }
  return ledger;
}

}  // namespace badgewatch::store
