// The running server: started, watched over, started again when it dies, stopped.
#pragma once

#include "cluster/cluster.hpp"
#include "cluster/placement.hpp"
#include "cluster/process.hpp"
#include "core/result.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace badgewatch::cluster {

// One thread starts the server and lives as long as it, so that the server ends with this process.
class Postmaster {
public:
  // Returns when the server takes connections. Waits for crash recovery, however long, while the
  // server is alive; an error when it ends several times before it is ready.
  static core::Result<std::unique_ptr<Postmaster>> start(Placement placement, std::string programs,
                                                         const EndingTimes& ending);

  // A fast shutdown; where that takes too long an immediate one; and where that does not end it
  // either the server is killed. All of them keep what is committed.
  ~Postmaster();

private:
  Postmaster(Placement placement, std::string programs, const EndingTimes& ending);
  core::Result<void> wait_until_ready();
  void keep_running();
  core::Result<Process> launch();
  void watch(const Process& server);
  void stop(const Process& server);
  bool ends_by_a_fast_shutdown(const Process& server) const;
  void note_failure(const std::string& reason, bool after_a_good_while);
  void pause_before_next_start();
  bool stopping();

  const Placement placement_;
  const std::string programs_;
  const EndingTimes ending_;
  const std::string log_file_;
  Descriptor stop_request_;  // an eventfd, readable once stopping was asked for

  bool made_socket_folder_ = false;  // the thread's own

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool running_ = false;
  int failures_in_a_row_ = 0;
  std::string last_failure_;

  std::thread thread_;
};

}  // namespace badgewatch::cluster
