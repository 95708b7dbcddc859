#include "cluster/postmaster.hpp"

#include "cluster/configuration.hpp"
#include "cluster/connection.hpp"
#include "cluster/durable_file.hpp"
#include "cluster/leftovers.hpp"
#include "cluster/server_activity.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace badgewatch::cluster {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int most_failures_at_first_start = 4;
constexpr auto long_enough_to_be_well = 30s;
constexpr auto look_again = 250ms;
constexpr auto dies_within = 2s;
constexpr off_t log_size_to_turn_over = 16 * 1024 * 1024;

Descriptor open_log(const std::string& path) {
  struct stat found{};
  if (stat(path.c_str(), &found) == 0 && found.st_size > log_size_to_turn_over) {
    rename(path.c_str(), (path + ".1").c_str());
  }
  return Descriptor(
      open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640));
}

}  // namespace

core::Result<std::unique_ptr<Postmaster>> Postmaster::start(Placement placement,
                                                            std::string programs,
                                                            const EndingTimes& ending) {
  std::unique_ptr<Postmaster> postmaster(
      new Postmaster(std::move(placement), std::move(programs), ending));
  if (auto ready = postmaster->wait_until_ready(); !ready) return ready.error();
  return postmaster;
}

Postmaster::Postmaster(Placement placement, std::string programs, const EndingTimes& ending)
    : placement_(std::move(placement)),
      programs_(std::move(programs)),
      ending_(ending),
      log_file_(placement_.home + "/postgresql.log"),
      stop_request_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { keep_running(); }) {}

Postmaster::~Postmaster() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  eventfd_write(stop_request_.get(), 1);
  thread_.join();
}

core::Result<void> Postmaster::wait_until_ready() {
  const std::string ping = connection_text(placement_, superuser, "postgres");
  for (;;) {
    std::unique_lock lock(mutex_);
    if (failures_in_a_row_ >= most_failures_at_first_start) {
      return core::Error(core::Errc::unavailable,
                         "The embedded PostgreSQL does not start: " + last_failure_ +
                             " Put right what it names, or check that the disk has free space; its "
                             "log is " +
                             log_file_ + ".");
    }
    const bool running = running_;
    lock.unlock();
    if (running && accepts_connections(ping)) return {};
    std::this_thread::sleep_for(20ms);
  }
}

void Postmaster::keep_running() {
  for (;;) {
    const auto begun = Steady::now();
    const auto server = launch();
    std::string reason;
    if (server) {
      watch(*server);
      reason = "it " + server->reap().clause + ", last saying: " + last_lines(log_file_);
    } else {
      reason = server.error().detail();
    }
    if (stopping()) break;
    note_failure(reason, Steady::now() - begun > long_enough_to_be_well);
    pause_before_next_start();
    if (stopping()) break;
  }
  if (made_socket_folder_) rmdir(placement_.socket_directory.c_str());
}

bool Postmaster::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

core::Result<Process> Postmaster::launch() {
  if (auto ended = end_leftovers(placement_, programs_); !ended) return ended.error();
  if (auto made = make_socket_folder(placement_); !made) return made.error();
  made_socket_folder_ = true;
  const Descriptor log = open_log(log_file_);
  if (!log) {
    return core::Error(core::Errc::unavailable,
                       log_file_ + " could not be opened: " + system_reason(errno) + ".");
  }
  auto server = Process::start({programs_ + "/postgres", server_arguments(placement_),
                                placement_.account, log.get(), SIGINT});
  if (server) {
    const std::lock_guard lock(mutex_);
    running_ = true;
  }
  return server;
}

// Returns when the server has ended, by itself or because stopping was asked for.
void Postmaster::watch(const Process& server) {
  pollfd waited[] = {{server.descriptor(), POLLIN, 0}, {stop_request_.get(), POLLIN, 0}};
  while (poll(waited, 2, -1) < 0 && errno == EINTR) {
  }
  if ((waited[1].revents & POLLIN) != 0) stop(server);
}

bool Postmaster::ends_by_a_fast_shutdown(const Process& server) const {
  ServerActivity activity(server.pid());
  server.signal(SIGINT);
  const auto begun = Steady::now();
  auto moved = begun;
  while (!server.ended_within(look_again)) {
    const auto now = Steady::now();
    if (activity.goes_on()) moved = now;
    if (now - moved >= ending_.at_a_standstill || now - begun >= ending_.fast) return false;
  }
  return true;
}

void Postmaster::stop(const Process& server) {
  if (ends_by_a_fast_shutdown(server)) return;
  core::log(core::LogLevel::warning,
            "database server does not end by a fast shutdown; an immediate one follows",
            {{"pid", std::int64_t{server.pid()}}});
  server.signal(SIGQUIT);
  if (server.ended_within(ending_.immediate)) return;
  core::log(core::LogLevel::warning,
            "database server does not end by an immediate shutdown; it is killed",
            {{"pid", std::int64_t{server.pid()}}});
  server.signal(SIGKILL);
  if (server.ended_within(dies_within)) kill_orphans(placement_, programs_);
}

void Postmaster::note_failure(const std::string& reason, bool after_a_good_while) {
  const std::lock_guard lock(mutex_);
  running_ = false;
  failures_in_a_row_ = after_a_good_while ? 1 : failures_in_a_row_ + 1;
  last_failure_ = reason;
  core::log(core::LogLevel::error, "database server ended; it will be started again",
            {{"failures_in_a_row", std::int64_t{failures_in_a_row_}}, {"reason", last_failure_}});
}

void Postmaster::pause_before_next_start() {
  std::unique_lock lock(mutex_);
  const auto pause =
      std::min<std::chrono::milliseconds>(100ms * (1 << std::min(failures_in_a_row_ - 1, 10)), 10s);
  changed_.wait_for(lock, pause, [this] { return stopping_; });
}

}  // namespace badgewatch::cluster
