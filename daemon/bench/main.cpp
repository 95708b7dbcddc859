// The benchmarks: one JSON object a line on standard output.

#include "bench/check_bench.hpp"
#include "bench/commit_peer.hpp"
#include "bench/linkage_bench.hpp"
#include "bench/load_bench.hpp"
#include "bench/log_bench.hpp"
#include "bench/match_bench.hpp"
#include "bench/misuse_bench.hpp"
#include "bench/page_bench.hpp"
#include "bench/quality_bench.hpp"
#include "bench/reconcile_bench.hpp"
#include "bench/start_bench.hpp"
#include "bench/temporary_folder.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <functional>
#include <iostream>

namespace badgewatch::bench {
namespace {

constexpr int exit_usage = 64;

using Command = std::function<int()>;

struct TargetOptions {
  std::string url;
  std::string key_file;
};

int refuse(const core::Error& error) {
  std::cerr << "badgewatch-bench: " << error.detail() << '\n';
  return exit_usage;
}

core::Result<client::Target> target_of(const TargetOptions& options) {
  auto base = client::read_base_url(options.url);
  if (!base) return base.error();
  if (!client::is_loopback(*base))
    return core::Error(core::Errc::invalid, "Only registers on this machine are loaded.");
  auto key = client::read_key_file(options.key_file);
  if (!key) return key.error();
  return client::Target{std::move(*base), std::move(*key)};
}

void add_target(CLI::App& app, TargetOptions& options) {
  app.add_option("--url", options.url, "The register on this machine")->required();
  app.add_option("--key-file", options.key_file, "File with an API key")->required();
}

void add_people(CLI::App& app, PeopleOptions& options) {
  app.add_option("--seed", options.seed, "Seed of the roster")->capture_default_str();
  app.add_option("--drivers", options.drivers, "Drivers in the roster")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
}

struct MatchArguments {
  MatchOptions options;
  LinkageBenchOptions linkage;
  std::string path;  // of labelled data
};

void add_linkage(CLI::App& match, LinkageBenchOptions& options, Command& command) {
  CLI::App* linkage = match.add_subcommand(
      "linkage", "Link generated drivers with a list, where the truth is known");
  linkage->add_option("--seed", options.seed)->capture_default_str();
  linkage->add_option("--seeds", options.seeds, "So many, from --seed on, counted together")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  linkage->add_option("--drivers", options.drivers)
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
  linkage->add_option("--entries", options.entries)
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  linkage->add_option("--planted", options.planted, "Entries about drivers")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  linkage->add_option("--verified", options.verified, "Entries compared with everybody")
      ->capture_default_str();
  linkage->add_flag("--learn,!--built-in", options.learn,
                    "Word frequencies from the drivers or built in");
  linkage->add_option("--files", options.files, "Only write the people to this folder");
  linkage->add_option("--program", options.program, "badgewatch-match, to link the same people");
  linkage->add_option("--peer-folder", options.peer_folder, "Where a PostgreSQL is asked the same");
  linkage->callback([&] { command = [&] { return run_linkage(options); }; });
}

void add_quality(CLI::App& match, std::string& path, Command& command) {
  const auto add = [&](const char* name, const char* what, const char* where,
                       int (*run_it)(const std::string&)) {
    CLI::App* added = match.add_subcommand(name, what);
    added->add_option("PATH", path, where)->required();
    added->callback(
        [&command, &path, run_it] { command = [&path, run_it] { return run_it(path); }; });
  };
  add("febrl", "Link FEBRL's dataset 4", "Folder with dataset4a.csv and dataset4b.csv", run_febrl);
  add("historical", "Find duplicates among historical figures", "CSV, plain or .gz",
      run_historical);
  add("names", "Tell namesakes from spellings by names alone", "CSV of historical figures",
      run_names);
  add("transliterations", "Tell spellings of Arabic names from the words nearest to them",
      "Latin, Arabic and count, .tsv or .tsv.gz", run_transliterations);
}

void add_match(CLI::App& app, MatchArguments& arguments, Command& command) {
  auto& options = arguments.options;
  CLI::App* match = app.add_subcommand(
      "match",
      "The matcher alone: index and search; or, of its own subcommands, how well it matches");
  match->require_subcommand(0, 1);
  add_people(*match, options.people);
  match->add_option("--searches", options.searches)
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
  match->callback([&] {
    if (!command) command = [&] { return run_match(options); };
  });
  add_linkage(*match, arguments.linkage, command);
  add_quality(*match, arguments.path, command);
}

struct PeerArguments {
  bool wanted = false;
  std::string parent = "/var/tmp";
};

void add_peer_options(CLI::App& app, PeerArguments& peer, const std::string& what) {
  app.add_flag("--peer", peer.wanted, "Compare with " + what + ", run afterwards");
  app.add_option("--peer-folder", peer.parent, "Where, on the same disk as the register")
      ->capture_default_str();
}

int run_load_command(const PeopleOptions& people, const TargetOptions& target,
                     const PeerArguments& peer, bool decisions) {
  auto found = target_of(target);
  if (!found) return refuse(found.error());
  if (decisions) return run_load_decisions(people, std::move(*found));
  if (!peer.wanted) return run_load(people, std::move(*found), {});
  const TemporaryFolder folder(peer.parent);
  return run_load(people, std::move(*found), folder.path());
}

void add_load(CLI::App& app, TargetOptions& target, PeopleOptions& people, PeerArguments& peer,
              bool& decisions, Command& command) {
  CLI::App* load = app.add_subcommand("load", "Push licences or decisions into a running register");
  add_target(*load, target);
  add_people(*load, people);
  add_peer_options(*load, peer, "the same rows copied into a bare PostgreSQL");
  load->add_flag("--decisions", decisions,
                 "Push the decisions planted for that roster, one for 50 drivers, not its licences")
      ->excludes("--peer");
  load->callback(
      [&] { command = [&] { return run_load_command(people, target, peer, decisions); }; });
}

struct CheckArguments {
  CheckOptions options;
  double rate = 0;
};

int run_check_command(CheckArguments& arguments, const TargetOptions& target,
                      const PeerArguments& peer) {
  const auto found = target_of(target);
  if (!found) return refuse(found.error());
  if (arguments.rate > 0) arguments.options.rate = arguments.rate;
  if (!peer.wanted) return run_check(arguments.options, *found);
  const TemporaryFolder folder(peer.parent);
  arguments.options.peer_directory = folder.path();
  return run_check(arguments.options, *found);
}

void add_check(CLI::App& app, TargetOptions& target, CheckArguments& arguments, PeerArguments& peer,
               Command& command) {
  CLI::App* check = app.add_subcommand("check", "Ask a running register");
  add_target(*check, target);
  add_people(*check, arguments.options.people);
  check->add_option("--connections", arguments.options.connections)
      ->capture_default_str()
      ->check(CLI::Range(1, 4096));
  check->add_option("--open-loop", arguments.rate, "Requests a second, whether or not answers come")
      ->check(CLI::Range(0.1, 1e6));
  check->add_option("--seconds", arguments.options.run_seconds)
      ->capture_default_str()
      ->check(CLI::Range(1, 600));
  add_peer_options(*check, peer, "a commit for each check");
  check->callback([&] { command = [&] { return run_check_command(arguments, target, peer); }; });
}

void add_peer(CLI::App& app, CheckArguments& arguments, PeerArguments& where, Command& command) {
  CLI::App* peer =
      app.add_subcommand("commit-peer", "A commit for each check, on a new PostgreSQL");
  peer->add_option("--connections", arguments.options.connections)
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  peer->add_option("--seconds", arguments.options.run_seconds)
      ->capture_default_str()
      ->check(CLI::Range(1, 600));
  peer->add_option("--peer-folder", where.parent)->capture_default_str();
  peer->callback([&] {
    command = [&] {
      const TemporaryFolder folder(where.parent);
      const auto rate = run_commit_peer({folder.path(), arguments.options.connections,
                                         static_cast<unsigned>(arguments.options.run_seconds)});
      if (rate) return 0;
      std::cerr << "badgewatch-bench: " << rate.error().detail() << '\n';
      return 1;
    };
  });
}

void add_start(CLI::App& app, StartOptions& options, Command& command) {
  CLI::App* start = app.add_subcommand("start", "Start the daemon until it is ready");
  start->add_option("--program", options.program, "badgewatchd")->required();
  start->add_option("--config", options.config, "Its settings file")->required();
  start->add_option("--url", options.url, "Where it will listen")->required();
  start->add_option("--runs", options.runs)->capture_default_str()->check(CLI::Range(1, 100));
  start->callback([&] {
    command = [&] {
      const auto base = client::read_base_url(options.url);
      if (!base) return refuse(base.error());
      options.url = *base;
      return run_start(options);
    };
  });
}

void add_reconcile(CLI::App& app, ReconcileOptions& options, Command& command) {
  CLI::App* reconcile = app.add_subcommand(
      "reconcile", "Compare the whole nation anew, on a register that is loaded");
  reconcile->add_option("--program", options.program, "badgewatchd")->required();
  reconcile->add_option("--config", options.config, "Its settings file")->required();
  reconcile->add_option("--state", options.state, "Its state folder, instead of the file's");
  reconcile->add_option("--runs", options.runs)->capture_default_str()->check(CLI::Range(1, 100));
  reconcile->callback([&] { command = [&] { return run_reconcile(options); }; });
}

void add_log(CLI::App& app, LogBenchOptions& options, Command& command) {
  CLI::App* log = app.add_subcommand("log", "Lengthen a register's log, and verify all of it");
  log->add_option("--state", options.state, "Of a register that is not running, for this alone")
      ->required();
  log->add_option("--leaves", options.leaves)
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000'000));
  log->add_option("--threads", options.threads)->capture_default_str()->check(CLI::Range(1, 16));
  log->add_option("--seed", options.seed)->capture_default_str();
  log->callback([&] { command = [&] { return run_log(options); }; });
}

void add_misuse(CLI::App& app, MisuseBenchOptions& options, Command& command) {
  CLI::App* misuse =
      app.add_subcommand("misuse", "Find those who fish in a generated year of searches");
  misuse->add_option("--seed", options.seeds, "One or more")->capture_default_str();
  misuse->add_option("--searches", options.searches)
      ->capture_default_str()
      ->check(CLI::Range(10'000, 10'000'000));
  misuse->add_option("--fishing", options.fishing, "Of each pattern")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000));
  misuse->callback([&] { command = [&] { return run_misuse(options); }; });
}

void add_pages(CLI::App& app, PageBenchOptions& options, Command& command) {
  CLI::App* pages = app.add_subcommand(
      "pages", "The officers' pages of a running demo, each beside the call that it stands on");
  pages->add_option("--url", options.url, "The demo, on this machine")->required();
  pages->add_option("--demo", options.demo, "Its demo.json")->required();
  pages->add_option("--authority", options.authority, "Whose people sign in")
      ->capture_default_str();
  pages->add_option("--runs", options.runs, "Of each page")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  pages->add_option("--only", options.only, "One page, as `home`");
  pages->callback([&] { command = [&] { return run_pages(options); }; });
}

int run(int argc, char** argv) {
  CLI::App app{"Benchmarks of the register: one JSON object a line."};
  app.name("badgewatch-bench");
  app.require_subcommand(1);
  MatchArguments match;
  TargetOptions target;
  PeopleOptions people;
  CheckArguments check;
  PeerArguments peer;
  bool decisions = false;
  StartOptions start;
  LogBenchOptions log;
  ReconcileOptions reconcile;
  MisuseBenchOptions misuse;
  PageBenchOptions pages;
  Command command;
  add_match(app, match, command);
  add_load(app, target, people, peer, decisions, command);
  add_check(app, target, check, peer, command);
  add_peer(app, check, peer, command);
  add_start(app, start, command);
  add_log(app, log, command);
  add_reconcile(app, reconcile, command);
  add_misuse(app, misuse, command);
  add_pages(app, pages, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  }
  return command();
}

}  // namespace
}  // namespace badgewatch::bench

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return badgewatch::bench::run(argc, argv);
  } catch (const std::exception& bug) {
    std::cerr << "badgewatch-bench: an error of the program itself: " << bug.what() << '\n';
    return 70;
  }
}
