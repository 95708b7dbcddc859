// The operating system's users: who this process is, and whom PostgreSQL runs as.
#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace badgewatch::cluster {

struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
  std::vector<gid_t> groups;
};

std::optional<Account> account_with_id(uid_t uid);
std::optional<Account> account_named(const std::string& name);

// This process's user; an error when the system has no name for it, because peer authentication
// works by name.
core::Result<Account> current_account();

// Whom a new cluster belongs to: this process's user, or for root, whom PostgreSQL refuses,
// `badgewatch` if there is one, else `postgres`.
core::Result<Account> account_for_new_cluster();

// True when that user can step into the directory. Costs a fork when it is another user.
bool may_enter(const Account& account, const std::string& directory);

// Becomes that user for good. Async-signal-safe, for use between fork and exec.
bool become(const Account& account) noexcept;

}  // namespace badgewatch::cluster
