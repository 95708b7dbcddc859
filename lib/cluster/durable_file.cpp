#include "cluster/durable_file.hpp"

#include "cluster/process.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <deque>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::cluster {
namespace {

core::Error cannot_write(const std::string& path) {
  return {core::Errc::unavailable, path + " could not be written: " + system_reason(errno) +
                                       ". Check that the disk has free space and that the folder "
                                       "belongs to the user that runs badgewatchd."};
}

bool write_all(int file, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const auto count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

core::Result<void> write_durably(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const Descriptor file(
      open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file || fchmod(file.get(), 0644) != 0 || !write_all(file.get(), text) ||
      fsync(file.get()) != 0 || rename(fresh.c_str(), path.c_str()) != 0) {
    return cannot_write(path);
  }
  return flush_folder(path.substr(0, path.rfind('/')));
}

core::Result<void> flush_folder(const std::string& path) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || fsync(folder.get()) != 0) return cannot_write(path);
  return {};
}

std::string read_first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string last_lines(const std::string& path) {
  constexpr std::streamoff most_bytes = 2000;
  constexpr std::size_t most_lines = 4;
  std::ifstream file(path, std::ios::ate);
  if (!file) return {};
  file.seekg(std::max<std::streamoff>(file.tellg() - most_bytes, 0));
  std::deque<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    lines.push_back(line);
    if (lines.size() > most_lines) lines.pop_front();
  }
  std::string joined;
  for (const auto& line : lines)
    joined += (joined.empty() ? "" : " | ") + line;
  return joined;
}

}  // namespace badgewatch::cluster
