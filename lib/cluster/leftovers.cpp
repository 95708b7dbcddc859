#include "cluster/leftovers.hpp"

#include "cluster/durable_file.hpp"
#include "cluster/process.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <chrono>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace badgewatch::cluster {
namespace {

using namespace std::chrono_literals;

struct Leftovers {
  std::vector<Process> servers;    // postmasters of this data folder
  std::vector<Process> processes;  // their children
};

bool owned_by(const std::string& path, uid_t owner) {
  struct stat found{};
  return stat(path.c_str(), &found) == 0 && found.st_uid == owner;
}

// By owner and command line, which every user may read; the working directory, which would say it
// too, is hidden from root in many containers.
Leftovers find(const Placement& placement, const std::string& programs) {
  using namespace std::string_literals;
  const std::string server = programs + "/postgres\0-D\0"s + placement.data + '\0';
  const std::string child = "postgres: " + placement.cluster_name + ": ";
  Leftovers found;
  for (const auto& shown : shown_processes()) {
    auto process = Process::find(shown.pid);
    if (!process || !owned_by(shown.folder, placement.account.uid)) continue;
    const std::string line = shown.read("cmdline");
    if (line.starts_with(server)) {
      found.servers.push_back(std::move(*process));
    } else if (line.starts_with(child)) {
      found.processes.push_back(std::move(*process));
    }
  }
  return found;
}

bool all_end(const std::vector<Process>& processes, int signal, std::chrono::milliseconds limit) {
  for (const auto& process : processes)
    process.signal(signal);
  return std::ranges::all_of(processes,
                             [limit](const auto& process) { return process.ended_within(limit); });
}

// SIGINT asks a server for a fast shutdown, SIGQUIT for an immediate one; both keep what is
// committed, the second by replaying it at the next start.
bool end_servers(const std::vector<Process>& servers) {
  return all_end(servers, SIGINT, 30s) || all_end(servers, SIGQUIT, 10s) ||
         all_end(servers, SIGKILL, 10s);
}

}  // namespace

core::Result<void> end_leftovers(const Placement& placement, const std::string& programs) {
  const auto first = find(placement, programs);
  if (!first.servers.empty()) {
    core::log(core::LogLevel::warning, "database server of an earlier daemon being stopped",
              {{"pid", std::int64_t{first.servers.front().pid()}}});
  }
  bool ended = end_servers(first.servers);
  const auto orphans = find(placement, programs).processes;
  ended = (all_end(orphans, SIGQUIT, 5s) || all_end(orphans, SIGKILL, 10s)) && ended;
  if (!ended) {
    return core::Error(core::Errc::unavailable,
                       "A PostgreSQL server of an earlier start still uses " + placement.data +
                           " and cannot be stopped. Its disk may not be answering; look at it "
                           "before starting again.");
  }
  // Nothing of it lives any more. Its locks would hold a new server up where its process id is in
  // use again, or where nobody has reaped it.
  unlink((placement.data + "/postmaster.pid").c_str());
  unlink((placement.socket_directory + "/.s.PGSQL.5432.lock").c_str());
  return {};
}

void kill_orphans(const Placement& placement, const std::string& programs) {
  (void)all_end(find(placement, programs).processes, SIGKILL, 2s);
}

}  // namespace badgewatch::cluster
