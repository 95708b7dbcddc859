#include "cluster/server_activity.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace badgewatch::cluster {
namespace {

struct Status {
  char state = '?';
  pid_t parent = 0;
  std::uint64_t used = 0;  // page faults, and ticks of a processor
};

// proc(5): "pid (name) state parent ...". A name may hold anything, so its last bracket counts. A
// process that has ended meanwhile has no text.
Status status_of(const std::string& folder) {
  std::ifstream file(folder + "/stat", std::ios::binary);
  std::string text(1'024, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};

  std::istringstream fields(text.substr(name_end + 1));
  Status status;
  std::string ignored;
  std::uint64_t small_faults = 0, large_faults = 0, of_itself = 0, of_the_system = 0;
  fields >> status.state >> status.parent;
  for (int field = 5; field <= 9; ++field)
    fields >> ignored;
  fields >> small_faults >> ignored >> large_faults >> ignored >> of_itself >> of_the_system;
  status.used = small_faults + large_faults + of_itself + of_the_system;
  return status;
}

}  // namespace

ServerActivity::Look ServerActivity::look() const {
  Look found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size()) continue;
    const auto status = status_of(entry.path());
    if (pid != server_ && status.parent != server_) continue;
    found.used[pid] = status.used;
    if (status.state == 'R' || status.state == 'D') found.is_busy = true;
  }
  return found;
}

bool ServerActivity::goes_on() {
  auto now = look();
  const bool is_shown = now.used.contains(server_);
  const bool goes_on = !is_shown || now.is_busy || now.used != last_.used;
  last_ = std::move(now);
  return goes_on;
}

}  // namespace badgewatch::cluster
