// A temporary place for clusters, and questions to a running one.
#pragma once

#include "cluster/cluster.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>

namespace badgewatch::cluster::test {

template <class T>
T must(core::Result<T> result) {
  if (!result) FAIL("refused: " << result.error().detail());
  return std::move(*result);
}

// Removed with all that is in it. PostgreSQL's user may pass through it.
class Folder {
public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

private:
  std::string path_;
};

ClusterOptions options_for(const std::string& state);
// Opens it; a state folder that is not there yet begins as a copy of one that initdb made once.
std::unique_ptr<Cluster> open(const std::string& state);

// The first value of the first row; what is wrong, after "refused: ", when it is refused.
std::string ask(const std::string& conninfo, const std::string& sql);
inline std::string ask(const Cluster& cluster, const std::string& sql) {
  return ask(cluster.superuser_conninfo(), sql);
}
// Asks until it is so; false after half a minute.
bool becomes(const std::function<bool()>& true_at_last);

pid_t postmaster_of(const Cluster& cluster);
bool is_alive(pid_t pid);
uid_t owner_of_process(pid_t pid);
unsigned mode_of(const std::string& path);

// Another process that runs a cluster, as a daemon does.
class OtherDaemon {
public:
  // Returns when its cluster runs.
  explicit OtherDaemon(const std::string& state);
  ~OtherDaemon();
  OtherDaemon(const OtherDaemon&) = delete;
  OtherDaemon& operator=(const OtherDaemon&) = delete;
  pid_t pid() const { return pid_; }
  void kill_it();

private:
  pid_t pid_ = 0;
  std::string socket_directory_;
};

}  // namespace badgewatch::cluster::test
