// The embedded PostgreSQL 15: made, started, watched over and stopped by badgewatchd.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace badgewatch::cluster {

// How long the server is waited for when it is to end.
struct EndingTimes {
  // A fast shutdown, which writes a checkpoint, for as long as the server is at work,
  std::chrono::milliseconds fast{60'000};
  // and while nothing of it moves: it is halted, or waits for something in vain.
  std::chrono::milliseconds at_a_standstill{6'000};
  // Then an immediate one, in which the server itself kills after 5 seconds what does not end.
  std::chrono::milliseconds immediate{7'000};
};

struct ClusterOptions {
  std::string state_directory;        // STATE; the cluster lives in STATE/postgresql if the
                                      // unprivileged user can reach it, else /var/lib/badgewatch
  std::vector<std::string> roles;     // database roles that this daemon's user may log in as
  std::vector<std::string> settings;  // further "name = value" lines of postgresql.conf
  // Where the data go when the unprivileged user cannot reach STATE: a new folder in here.
  std::string fallback_directory = "/var/lib/badgewatch";
  // Asked while the data folder is made, which takes seconds: true gives it up.
  std::function<bool()> stop = [] { return false; };
  EndingTimes ending = {};
};

// One running cluster. It listens on a Unix socket in a 0700 folder only, with peer authentication.
// Thread safe. The server ends with the process that opened it, however that ends.
class Cluster {
public:
  // Makes (initdb), repairs a stale lock, starts. Refused with a sentence when another process uses
  // the same state folder: the folder's lock file is held as long as the Cluster lives.
  static core::Result<std::unique_ptr<Cluster>> open(ClusterOptions options);
  // As open(), unless another process runs the cluster: then it joins that server, which goes on
  // when this ends. For the user that runs it, and for root.
  static core::Result<std::unique_ptr<Cluster>> open_or_join(ClusterOptions options);
  ~Cluster();

  bool is_joined() const;

  const std::string& socket_directory() const;
  const std::string& data_directory() const;
  // libpq connection text for that role: "host=... user=... dbname=badgewatch ...".
  std::string conninfo(const std::string& role) const;
  // Its superuser, for making roles and for backups.
  std::string superuser_conninfo() const;

private:
  struct Impl;
  explicit Cluster(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Where initdb, postgres, pg_dump and so on are; an error says what to install.
core::Result<std::string> postgresql_bin_directory();

}  // namespace badgewatch::cluster
