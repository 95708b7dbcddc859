#include "app/learning.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/demo_keys.hpp"
#include "badgewatchd/demo_state.hpp"
#include "badgewatchd/demo_story.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/node.hpp"
#include "badgewatchd/reference_files.hpp"
#include "badgewatchd/signals.hpp"
#include "client/http_client.hpp"
#include "client/text_table.hpp"
#include "client/upload.hpp"
#include "core/log.hpp"
#include "domain/holding.hpp"
#include "jobs/daily.hpp"
#include "sample/decisions.hpp"
#include "sample/roster.hpp"
#include "sample/rows.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <malloc.h>
#include <sysexits.h>
#include <thread>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

// Plain HTTP on this machine alone, no limits to be felt, and the optional powers on.
Config demo_config(Config config) {
  config.http.address = "127.0.0.1";
  config.tls = {};
  config.proxy = {};
  constexpr LimitConfig not_felt{1'000'000, 1'000'000};
  config.limits.requests = config.limits.checks = config.limits.pushes = not_felt;
  config.limits.address = not_felt;
  config.misuse.people_per_day_officer = config.misuse.people_per_day_system = 0;
  config.policies = policies_of_demo();
  // Its history is entered in one day.
  if (config.holds == HoldsConfig{}) {
    config.holds.entries_a_day = 1'000'000;
    config.holds.licensees_of_others = domain::HoldLimits::most_others;
  }
  if (config.log.level < core::LogLevel::warning) config.log.level = core::LogLevel::warning;
  return config;
}

core::Result<void> send(const std::string& base_url, const DemoKey& key, std::string_view path,
                        const std::string& rows) {
  client::HttpClient http({base_url, key.secret});
  const auto outcome = client::upload_text(http, path, client::RowFormat::ndjson, rows);
  if (!outcome) return outcome.error();
  if (!outcome->complete || outcome->counts.rejected > 0)
    return core::Error(core::Errc::internal, "The register did not take all of the demo's rows.");
  return {};
}

core::Error stopped() {
  return {core::Errc::unavailable,
          "Stopped before the demo was loaded. The next start goes on with it."};
}

// A database that is away for a moment, as the register lives through it, does not end its demo.
template <class Step>
auto patiently(const Step& step) {
  constexpr int most_times = 60;
  auto done = step();
  for (int time = 1; time < most_times && !done && !stop_is_wanted() &&
                     done.error().code() == core::Errc::unavailable;
       ++time) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    done = step();
  }
  return done;
}

// The licences of one authority, in files of a size that a stop need not wait for.
class LicenceFiles {
public:
  LicenceFiles(const std::string& base_url, const DemoKey& key) : base_url_(base_url), key_(key) {}

  void add(const domain::Licence& licence) {
    if (!sent_) return;
    sample::append_licence_line(lines_, licence);
    if (++rows_ == rows_a_file) flush();
  }

  core::Result<void> finish() {
    if (sent_ && rows_ > 0) flush();
    return sent_;
  }

private:
  static constexpr std::size_t rows_a_file = 5'000;

  void flush() {
    sent_ = stop_is_wanted() ? stopped() : send(base_url_, key_, "/v1/licences/batch", lines_);
    lines_.clear();
    rows_ = 0;
  }

  const std::string& base_url_;
  const DemoKey& key_;
  std::string lines_;
  std::size_t rows_ = 0;
  core::Result<void> sent_;
};

core::Result<void> load(const std::string& base_url, const DemoKeys& keys,
                        const sample::Roster& roster, const sample::Planted& planted) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  std::size_t rows = 0;
  for (const auto& authority : roster.authorities()) {
    LicenceFiles files(base_url, keys.of(authority));
    roster.each_licence_of(authority, [&](const sample::SampleLicence& one) {
      files.add(one.licence);
      if (++rows % 1'000 == 0 && terminal)
        std::cout << "\rLoading the demo: " << client::with_commas(rows) << " licences"
                  << std::flush;
    });
    if (auto sent = files.finish(); !sent) return sent;
  }
  std::cout << (terminal ? "\r" : "") << "Loaded the demo: " << client::with_commas(rows)
            << " licences";
  std::map<std::string, std::string> decisions;
  for (const auto& one : planted.decisions)
    sample::append_decision_line(decisions[one.authority], one.decision);
  for (const auto& [authority, lines] : decisions)
    if (auto sent = send(base_url, keys.of(authority), "/v1/decisions/batch", lines); !sent)
      return sent;
  std::cout << ", " << client::with_commas(planted.decisions.size()) << " decisions\n";
  return {};
}

// A clone below /root, say, is out of reach of the user that PostgreSQL runs as.
void say_where_the_data_lie(const Config& config, const Database& database) {
  if (!database.cluster) return;
  const std::filesystem::path data = database.cluster->data_directory();
  const auto state = std::filesystem::canonical(config.state_directory);
  if (!data.string().starts_with(state.string() + "/"))
    std::cout << "Its database lies in " << data.parent_path().string()
              << ", because PostgreSQL's user cannot reach the folder above.\n";
}

// They are in every demo, and an empty one has officers of them alone: it is to start quickly.
const std::vector<std::string> always_there = {"TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"};

std::vector<std::string> authorities_of(const sample::Roster& roster,
                                        const sample::Planted& planted) {
  auto codes = roster.authorities();
  for (const auto& one : planted.decisions)
    codes.push_back(one.authority);
  codes.insert(codes.end(), always_there.begin(), always_there.end());
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

core::Result<void> load_once(const Config& config, const std::string& base_url,
                             const DemoKeys& keys, const sample::Roster& roster,
                             const sample::Planted& planted) {
  const auto loaded = config.state_directory / "demo-loaded";
  if (std::filesystem::exists(loaded)) return {};
  if (auto done = load(base_url, keys, roster, planted); !done) return done;
  std::ofstream(config.state_directory / "truth.json")
      << sample::truth_json(roster.options(), planted);
  std::ofstream(loaded) << roster.options().drivers << '\n';
  return {};
}

// What a night does, so that the demo shows at once what a register is after its first.
core::Result<void> learn_names(Node& node, const Config& config, const Environment& environment) {
  auto& store = *node.database().store;
  const auto published = store.frequencies().published();
  if (!published) return published.error();
  if (!published->empty()) return {};
  const auto feed = store.new_feed();
  const app::LearningRequest request{
      .turn = jobs::turn_at(environment.clock.now(), config.index.learn_at),
      .again = true,
      .actor = "learning",
      .stop = stop_is_wanted};
  const auto done = app::learn_frequencies(store.frequencies(), *feed, request, environment.clock,
                                           environment.randomness);
  if (!done) return done.error();
  if (done->outcome != app::Learnt::published) return {};
  std::cout << "Learnt from their holders how common each name is\n";
  (void)node.wait_for_frequencies(done->version, std::chrono::seconds(60));
  return {};
}

// The demo's decisions are entered within days, which only a known year can count.
core::Result<void> check_calendar(const Config& config, const Environment& environment) {
  const auto files = read_reference_directory(config.reference.directory);
  if (!files) return files.error();
  const auto reference = app::read_reference(*files);
  if (!reference) return reference.error();
  const auto today = core::uk_date(environment.clock.now());
  if (reference->calendar.covers(today.plus_years(-1).plus_days(-7), today.plus_days(14)))
    return {};
  return core::Error(core::Errc::invalid,
                     "The bank holidays in " +
                         (config.reference.directory / "bank_holidays.json").string() +
                         " do not cover the time around " + today.iso() +
                         ", so the demo's decisions could not be entered then. Give another --now, "
                         "or --empty.");
}

core::Result<sample::SampleOptions> people_of(const Config& config, const Environment& environment,
                                              const DemoOptions& options) {
  sample::SampleOptions wanted;
  wanted.drivers = options.drivers.value_or(wanted.drivers);
  wanted.today = core::uk_date(environment.clock.now());
  if (options.empty) return wanted;
  const auto people = demo_people(config, wanted);
  if (people && options.drivers && people->drivers != *options.drivers)
    std::cout << client::paragraph(
        "", "This demo was begun with " + client::with_commas(people->drivers) +
                " drivers and keeps them: for " + client::with_commas(*options.drivers) +
                ", name another folder with --state.");
  return people;
}

}  // namespace

int demo(const Config& settings, const Environment& environment, const DemoOptions& options) {
  hold_stop_signals();
  lock_memory();
  const auto config = demo_config(settings);
  core::set_log_level(config.log.level);
  if (!options.empty)
    if (auto known = check_calendar(config, environment); !known) {
      fail(known.error());
      return options.own_clock ? EX_USAGE : EX_CONFIG;
    }
  if (auto begun = begin_demo(config); !begun) return fail(begun.error());
  std::cout << "Starting the register in " << config.state_directory.string() << " …" << std::endl;
  auto node = Node::start(config, environment.clock, environment.randomness,
                          [&config] { return renew_demo_keys(config); });
  if (!node && stop_is_wanted()) return fail(stopped());
  if (!node) return fail(node.error());
  if (!(*node)->wait_ready(std::chrono::seconds(120)))
    return fail(stop_is_wanted()
                    ? stopped()
                    : core::Error(core::Errc::unavailable, "The register did not become ready."));
  say_where_the_data_lie(config, (*node)->database());
  const auto base_url = demo_url((*node)->port());

  const auto people = people_of(config, environment, options);
  if (!people) return fail(people.error());
  const sample::Roster roster(*people);
  const auto planted = options.empty ? sample::Planted{} : sample::plant_decisions(roster);
  const auto authorities = authorities_of(roster, planted);
  auto keys = patiently([&] {
    return DemoKeys::read_or_issue(config, (*node)->database(), environment, authorities,
                                   options.empty ? always_there : authorities);
  });
  if (!keys) return fail(keys.error());
  if (auto written = keys->write(base_url, (*node)->database()); !written)
    return fail(written.error());

  bool found = true;
  if (!options.empty) {
    const auto loaded =
        patiently([&] { return load_once(config, base_url, *keys, roster, planted); });
    if (!loaded) return fail(loaded.error());
    const auto learnt = patiently([&] { return learn_names(**node, config, environment); });
    if (!learnt) return fail(learnt.error());
    malloc_trim(0);
    const auto told = patiently([&] { return tell_first_check(base_url, *keys, environment); });
    if (!told) return fail(told.error());
    found = *told;
  }
  if (options.exit) {
    if (!options.empty)
      std::cout << "\nWithout --exit the register stays, and says what to try next.\n";
    return found ? 0 : EX_SOFTWARE;
  }
  say_what_to_try(base_url, *keys);
  wait_for_stop(std::chrono::milliseconds(500), [] {});
  std::cout << "Stopping …" << std::endl;
  return 0;
}

}  // namespace badgewatch::daemon
