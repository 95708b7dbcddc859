#include "cluster/account.hpp"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace badgewatch::cluster {
namespace {

template <class Lookup>
std::optional<Account> find(Lookup lookup) {
  std::vector<char> buffer(4096);
  passwd entry{};
  passwd* found = nullptr;
  while (lookup(&entry, buffer, &found) == ERANGE)
    buffer.resize(buffer.size() * 2);
  if (found == nullptr) return std::nullopt;

  Account account{entry.pw_uid, entry.pw_gid, entry.pw_name, std::vector<gid_t>(64)};
  int count = static_cast<int>(account.groups.size());
  while (getgrouplist(entry.pw_name, entry.pw_gid, account.groups.data(), &count) < 0) {
    account.groups.resize(static_cast<std::size_t>(count));
  }
  account.groups.resize(static_cast<std::size_t>(count));
  return account;
}

}  // namespace

std::optional<Account> account_with_id(uid_t uid) {
  return find([uid](passwd* entry, std::vector<char>& buffer, passwd** found) {
    return getpwuid_r(uid, entry, buffer.data(), buffer.size(), found);
  });
}

std::optional<Account> account_named(const std::string& name) {
  return find([&name](passwd* entry, std::vector<char>& buffer, passwd** found) {
    return getpwnam_r(name.c_str(), entry, buffer.data(), buffer.size(), found);
  });
}

core::Result<Account> current_account() {
  if (auto account = account_with_id(geteuid())) return *account;
  return core::Error(core::Errc::unavailable,
                     "The user id " + std::to_string(geteuid()) +
                         " has no name on this system, and PostgreSQL knows its peers by name. "
                         "Run badgewatchd as a user that is in the system's user list.");
}

core::Result<Account> account_for_new_cluster() {
  if (geteuid() != 0) return current_account();
  for (const char* name : {"badgewatch", "postgres"}) {
    auto account = account_named(name);
    if (account && account->uid != 0) return *account;
  }
  return core::Error(core::Errc::unavailable,
                     "PostgreSQL does not run as root, and there is no user badgewatch or postgres "
                     "to run it as. Install the package postgresql-15, or make a system user "
                     "badgewatch.");
}

bool may_enter(const Account& account, const std::string& directory) {
  if (account.uid == geteuid()) return access(directory.c_str(), X_OK) == 0;
  const char* path = directory.c_str();
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) _exit(become(account) && chdir(path) == 0 ? 0 : 1);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool become(const Account& account) noexcept {
  if (account.uid == geteuid()) return true;
  return setgroups(account.groups.size(), account.groups.data()) == 0 &&
         setresgid(account.gid, account.gid, account.gid) == 0 &&
         setresuid(account.uid, account.uid, account.uid) == 0;
}

}  // namespace badgewatch::cluster
