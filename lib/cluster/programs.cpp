#include "cluster/programs.hpp"

#include "cluster/cluster.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/process.hpp"

#include <cerrno>
#include <signal.h>
#include <sys/mman.h>

namespace badgewatch::cluster {

core::Result<void> run_program(const std::string& name, std::vector<std::string> arguments,
                               const std::string& password) {
  const auto programs = postgresql_bin_directory();
  if (!programs) return programs.error();
  const auto account = current_account();
  if (!account) return account.error();
  const Descriptor said(memfd_create(name.c_str(), MFD_CLOEXEC));
  if (!said) {
    return core::Error(core::Errc::unavailable,
                       name + " could not be started: " + system_reason(errno) + ".");
  }
  std::vector<std::string> environment;
  if (!password.empty()) environment.push_back("PGPASSWORD=" + password);
  const auto program = Process::start({*programs + "/" + name, std::move(arguments), *account,
                                       said.get(), SIGTERM, std::move(environment)});
  if (!program) return program.error();
  const auto ending = program->reap();
  if (ending.success) return {};
  return core::Error(core::Errc::unavailable,
                     name + " " + ending.clause + ", last saying: " +
                         last_lines("/proc/self/fd/" + std::to_string(said.get())));
}

}  // namespace badgewatch::cluster
