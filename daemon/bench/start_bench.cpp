#include "bench/start_bench.hpp"

#include "bench/measure.hpp"
#include "client/http_client.hpp"

#include <csignal>
#include <iostream>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace badgewatch::bench {
namespace {

// The daemon, ended with this object.
class Daemon {
public:
  explicit Daemon(const StartOptions& options) {
    std::string program = options.program, config = options.config;
    std::string serve = "serve", flag = "--config";
    char* arguments[] = {program.data(), serve.data(), flag.data(), config.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    if (::posix_spawnp(&pid_, program.c_str(), &actions, nullptr, arguments, environ) != 0)
      pid_ = -1;
    ::posix_spawn_file_actions_destroy(&actions);
  }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon() { end(); }

  bool runs() {
    if (pid_ <= 0) return false;
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
    return pid_ > 0;
  }

  // Asks it to end, and makes it after 30 seconds.
  void end() {
    if (!runs()) return;
    ::kill(pid_, SIGTERM);
    for (int i = 0; i < 3'000 && runs(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!runs()) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

private:
  pid_t pid_ = -1;
};

bool is_ready(client::HttpClient& http) {
  const auto reply = http.get("/readyz");
  return reply.has_value() && reply->status == 200;
}

struct Start {
  double ready = 0;
  double ended = 0;
};

std::optional<Start> start_once(const StartOptions& options, client::HttpClient& http) {
  const auto start = Clock::now();
  const auto limit = start + std::chrono::seconds(options.most_seconds);
  Daemon daemon(options);
  while (!is_ready(http)) {
    if (!daemon.runs() || Clock::now() > limit) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  Start result{seconds(Clock::now() - start), 0};
  const auto ending = Clock::now();
  daemon.end();
  result.ended = seconds(Clock::now() - ending);
  return result;
}

}  // namespace

int run_start(const StartOptions& options) {
  client::HttpClient http({options.url, {}}, {1, 1, 1});
  if (is_ready(http)) {
    std::cerr << "badgewatch-bench: something answers there already.\n";
    return 1;
  }
  for (unsigned run = 1; run <= options.runs; ++run) {
    const auto start = start_once(options, http);
    if (!start) {
      std::cerr << "badgewatch-bench: the daemon ended or did not become ready in time.\n";
      return 1;
    }
    say("start_ready", start->ready, "s", [&](core::JsonWriter& detail) {
      detail.member("run", run).key("stop_seconds").value(start->ended, 3);
    });
  }
  return 0;
}

}  // namespace badgewatch::bench
