#include "cluster/placement.hpp"

#include "cluster/durable_file.hpp"
#include "cluster/process.hpp"

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::cluster {
namespace {

namespace fs = std::filesystem;
using core::Errc;
using core::Error;
using core::Result;

Error cannot_make(const std::string& path, const std::string& reason) {
  return {Errc::unavailable, "The folder " + path + " could not be made: " + reason +
                                 ". Check that its parent is there, belongs to the user that runs "
                                 "badgewatchd, and that the disk has free space."};
}

// New folders on the way may be passed through by others, so that PostgreSQL's user reaches its
// own; what is in them is closed by its own mode.
Result<void> make_folders(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return {};
  if (path.has_parent_path() && path.parent_path() != path) {
    if (auto made = make_folders(path.parent_path()); !made) return made.error();
  }
  if (mkdir(path.c_str(), 0711) != 0 && errno != EEXIST) {
    return cannot_make(path, system_reason(errno));
  }
  if (!fs::is_directory(path, error)) return cannot_make(path, "something else has that name");
  return {};
}

// 64-bit FNV-1a: short, and the same in every build.
std::string short_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4)
    out += digits[(hash >> shift) & 0xFU];
  return out;
}

bool private_folder_of(const std::string& path, uid_t owner) {
  struct stat found{};
  return lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == owner &&
         (found.st_mode & 077U) == 0;
}

// Root has /run to itself; a service has its RuntimeDirectory; anybody else has only /tmp.
std::string socket_directory_for(const std::string& hash) {
  if (geteuid() == 0) return "/run/badgewatch-" + hash;
  if (private_folder_of("/run/badgewatch", geteuid())) return "/run/badgewatch/" + hash;
  return "/tmp/bw-" + std::to_string(geteuid()) + "-" + hash;
}

// The fifth line of postmaster.pid; empty where there is none.
std::string socket_of_server(const std::string& data) {
  std::ifstream file(data + "/postmaster.pid");
  std::string line;
  for (int i = 0; i < 5; ++i)
    if (!std::getline(file, line)) return {};
  return line;
}

Result<std::string> new_fallback_home(const std::string& state, const std::string& fallback) {
  if (auto made = make_folders(fallback); !made) return made.error();
  std::string home = fallback + "/XXXXXX";
  if (mkdtemp(home.data()) == nullptr) return cannot_make(home, system_reason(errno));
  if (chmod(home.c_str(), 0711) != 0) return cannot_make(home, system_reason(errno));
  if (auto noted = write_durably(state + "/postgresql.location", home + "\n"); !noted) {
    return noted.error();
  }
  return home;
}

Result<std::string> choose_home(const std::string& state, const std::string& fallback,
                                const Account& account) {
  const std::string own = state + "/postgresql";
  if (const auto noted = read_first_line(state + "/postgresql.location"); !noted.empty()) {
    return noted;
  }
  std::error_code error;
  const bool begun = fs::exists(own + "/data", error);
  if (!begun && !may_enter(account, state)) return new_fallback_home(state, fallback);
  if (auto made = make_folders(own); !made) return made.error();
  return own;
}

// Existing data keep their owner, so that a user made later does not lock the data out.
Result<Account> owner_of(const std::string& data) {
  struct stat found{};
  if (stat(data.c_str(), &found) != 0) return account_for_new_cluster();
  const auto account = account_with_id(found.st_uid);
  const bool usable = geteuid() == 0 ? found.st_uid != 0 : found.st_uid == geteuid();
  if (account && usable) return *account;
  return Error(Errc::unavailable,
               data + " belongs to the user " +
                   (account ? account->name : std::to_string(found.st_uid)) +
                   ", not to the one that runs badgewatchd. Start it as that user, or give the "
                   "folder back with chown -R.");
}

}  // namespace

Result<std::string> make_state_folder(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) return cannot_make(path, error.message());
  if (absolute.empty()) return cannot_make(path, "the path is of no use");
  if (auto made = make_folders(absolute); !made) return made.error();
  const fs::path canonical = fs::canonical(absolute, error);
  if (error) return cannot_make(path, error.message());
  std::string text = canonical.string();
  if (text.find('\n') != std::string::npos) return cannot_make(path, "its name has a line break");
  return text;
}

Result<Placement> place(const std::string& state, const std::string& fallback) {
  auto account = account_for_new_cluster();
  if (!account) return account.error();
  const auto home = choose_home(state, fallback, *account);
  if (!home) return home.error();

  Placement placement;
  placement.home = *home;
  placement.data = *home + "/data";
  account = owner_of(placement.data);
  if (!account) return account.error();
  placement.account = *account;
  if (!may_enter(placement.account, placement.home)) {
    return Error(Errc::unavailable, "PostgreSQL runs as the user " + placement.account.name +
                                        ", who cannot reach " + placement.home +
                                        ". Give others the right to pass through the folders above "
                                        "it (chmod o+x), or choose another --state.");
  }
  const std::string hash = short_hash(placement.home);
  placement.socket_directory = socket_directory_for(hash);
  placement.cluster_name = "badgewatch-" + hash;
  return placement;
}

Result<Placement> running_placement(const std::string& state) {
  Placement placement;
  placement.home = read_first_line(state + "/postgresql.location");
  if (placement.home.empty()) placement.home = state + "/postgresql";
  placement.data = placement.home + "/data";
  // Its own note: another user than this one may have chosen the socket's place.
  placement.socket_directory = socket_of_server(placement.data);
  placement.cluster_name = "badgewatch-" + short_hash(placement.home);
  struct stat found{};
  const bool there = stat(placement.data.c_str(), &found) == 0;
  const auto account = there ? account_with_id(found.st_uid) : std::nullopt;
  if (!account || !private_folder_of(placement.socket_directory, account->uid)) {
    return Error(Errc::unavailable, "Another badgewatchd runs in " + state +
                                        ", and its database has not started yet (or has stopped). "
                                        "Try again in a moment.");
  }
  placement.account = *account;
  return placement;
}

Result<void> make_socket_folder(const Placement& placement) {
  const std::string& path = placement.socket_directory;
  const Account& account = placement.account;
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return cannot_make(path, system_reason(errno));
  }
  // Only root writes in /run, so a folder of root there is one whose maker was ended in between.
  if (account.uid != geteuid() && private_folder_of(path, geteuid()) &&
      lchown(path.c_str(), account.uid, account.gid) != 0) {
    return cannot_make(path, system_reason(errno));
  }
  if (private_folder_of(path, account.uid)) return {};
  return Error(Errc::unavailable,
               path + " is there already and is not a private folder of the user " + account.name +
                   ". PostgreSQL's socket would not be safe in it: find out who "
                   "made it, then remove it.");
}

}  // namespace badgewatch::cluster
