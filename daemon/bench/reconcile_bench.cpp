#include "bench/reconcile_bench.hpp"

#include "bench/measure.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <optional>
#include <spawn.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace badgewatch::bench {
namespace {

// The program tells its phases on standard error, a line each.
constexpr std::array<std::string_view, 5> phases{"reading", "entries", "licences", "integrity",
                                                 "done"};

struct Told {
  std::array<double, phases.size()> began{};  // seconds since the start
  double matching = 0;                        // seconds
};

struct Run {
  Told told;
  double seconds = 0;
  double mebibytes = 0;
  int status = 0;
};

void take_line(std::string_view line, double at, Told& told) {
  for (std::size_t i = 0; i < phases.size(); ++i)
    if (line == phases[i]) told.began[i] = at;
  constexpr std::string_view name = "\"matching_ms\":";
  if (const auto place = line.find(name); place != std::string_view::npos) {
    auto digits = line.substr(place + name.size());
    if (digits.starts_with('"')) digits.remove_prefix(1);
    told.matching = std::atof(std::string(digits).c_str()) / 1000;
  }
}

std::optional<Run> run_once(const ReconcileOptions& options) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  std::vector<std::string> words{options.program, "reconcile", "--config", options.config};
  if (!options.state.empty()) words.insert(words.end(), {"--state", options.state});
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  ::posix_spawn_file_actions_addclose(&actions, ends[0]);
  pid_t pid = -1;
  const auto start = Clock::now();
  const int failed =
      ::posix_spawnp(&pid, options.program.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::FILE* lines = ::fdopen(ends[0], "r");
  Run run;
  std::array<char, 4096> line{};
  while (failed == 0 && std::fgets(line.data(), line.size(), lines) != nullptr) {
    std::string_view text(line.data());
    if (text.ends_with('\n')) text.remove_suffix(1);
    take_line(text, seconds(Clock::now() - start), run.told);
  }
  std::fclose(lines);
  if (failed != 0) return {};
  int status = 0;
  rusage used{};
  if (::wait4(pid, &status, 0, &used) != pid || !WIFEXITED(status)) return {};
  run.seconds = seconds(Clock::now() - start);
  run.mebibytes = static_cast<double>(used.ru_maxrss) / 1024;
  run.status = WEXITSTATUS(status);
  return run;
}

}  // namespace

int run_reconcile(const ReconcileOptions& options) {
  for (unsigned n = 1; n <= options.runs; ++n) {
    const auto run = run_once(options);
    // 30 and 31 say what was found; the run came to its end.
    if (!run || (run->status != 0 && run->status != 30 && run->status != 31)) {
      std::cerr << "badgewatch-bench: the run did not come to its end.\n";
      return 1;
    }
    const auto& began = run->told.began;
    say("reconcile", run->seconds, "s", [&](core::JsonWriter& detail) {
      detail.member("run", n).member("status", run->status);
      detail.key("matching_seconds").value(run->told.matching, 3);
      for (std::size_t i = 0; i + 1 < phases.size(); ++i)
        if (began[i] > 0 && began[i + 1] > 0)
          detail.key(std::string(phases[i]) + "_seconds").value(began[i + 1] - began[i], 3);
      detail.key("most_mebibytes").value(run->mebibytes, 1);
    });
  }
  return 0;
}

}  // namespace badgewatch::bench
