#include "cluster/initialise.hpp"

#include "cluster/configuration.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/process.hpp"
#include "core/log.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::cluster {
namespace {

constexpr const char* supported_version = "15";
constexpr std::chrono::minutes longest_initdb{10};

core::Error failed(const Placement& placement, const std::string& reason) {
  return {core::Errc::unavailable,
          "PostgreSQL could not make its data folder " + placement.data + ": " + reason +
              ". Check that the disk has free space and that the user " + placement.account.name +
              " may write there, then start again."};
}

core::Result<void> check_version(const Placement& placement) {
  const std::string version = read_first_line(placement.data + "/PG_VERSION");
  if (version == supported_version) return {};
  return core::Error(core::Errc::unavailable,
                     placement.data + " holds data of PostgreSQL " +
                         (version.empty() ? "of an unknown version" : version) +
                         ", and badgewatchd runs version " + supported_version +
                         ". Restore a backup into a new state folder.");
}

core::Result<void> run_initdb(const Placement& placement, const std::string& programs,
                              const std::string& target, const std::function<bool()>& stop) {
  const std::string log = placement.home + "/initdb.log";
  const Descriptor output(
      open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!output) return failed(placement, system_reason(errno));
  const auto initdb = Process::start({programs + "/initdb",
                                      {"--pgdata=" + target, std::string("--username=") + superuser,
                                       "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8",
                                       "--locale=C", "--data-checksums", "--no-instructions"},
                                      placement.account,
                                      output.get(),
                                      SIGTERM});
  if (!initdb) return initdb.error();
  const auto until = std::chrono::steady_clock::now() + longest_initdb;
  bool stopped = false;
  while (!stopped && !initdb->ended_within(std::chrono::milliseconds(50)))
    stopped = stop() || std::chrono::steady_clock::now() > until;
  if (stopped) initdb->signal(SIGTERM);  // it takes its own processes with it
  if (stopped && !initdb->ended_within(std::chrono::seconds(5))) initdb->signal(SIGKILL);
  if (const auto ending = initdb->reap(); !ending.success) {
    return failed(placement, "initdb " + ending.clause + ", last saying: " + last_lines(log));
  }
  return {};
}

}  // namespace

core::Result<void> initialise(const Placement& placement, const std::string& programs,
                              const std::function<bool()>& stop) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(placement.data, error)) return check_version(placement);

  core::log(core::LogLevel::info, "database being made", {{"folder", placement.data}});
  const std::string target = placement.data + ".new";
  fs::remove_all(target, error);
  if (error) return failed(placement, error.message());
  if (mkdir(target.c_str(), 0700) != 0) return failed(placement, system_reason(errno));
  // Only root gives a folder away; a hardened service may not even ask.
  const auto& account = placement.account;
  if (account.uid != geteuid() && lchown(target.c_str(), account.uid, account.gid) != 0) {
    return failed(placement, system_reason(errno));
  }
  if (auto made = run_initdb(placement, programs, target, stop); !made) {
    fs::remove_all(target, error);
    return made;
  }
  if (rename(target.c_str(), placement.data.c_str()) != 0) {
    return failed(placement, system_reason(errno));
  }
  return flush_folder(placement.home);
}

}  // namespace badgewatch::cluster
