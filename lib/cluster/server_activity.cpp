#include "cluster/server_activity.hpp"

#include "cluster/process.hpp"

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

// "pid (name) state parent ...". A name may hold anything, so its last bracket counts.
Status status_of(const ShownProcess& process) {
  const auto text = process.read("stat");
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
  for (const auto& process : shown_processes()) {
    const auto status = status_of(process);
    if (process.pid != server_ && status.parent != server_) continue;
    found.used[process.pid] = status.used;
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
