#include "badgewatchd/reconciling.hpp"

#include "app/background.hpp"
#include "app/lasting_fault.hpp"
#include "app/national_run.hpp"
#include "app/reconciliation_runs.hpp"
#include "badgewatchd/derived_keys.hpp"
#include "domain/reference_age.hpp"
#include "domain/succession.hpp"

#include <malloc.h>

namespace badgewatch::daemon {

namespace {

// How soon a run is begun that somebody asked for, and how soon one that failed is tried again.
constexpr std::chrono::milliseconds look{1'000};
constexpr std::chrono::milliseconds try_again{15'000};

}  // namespace

app::NationalRunOptions run_options(const Config& config, const Database& database) {
  app::NationalRunOptions options;
  options.threads = config.index.build_threads;
  options.entries_a_step = config.reconciliation.entries_a_step;
  options.pair_key = pair_key(database.lookup_key.reveal());
  options.trait_key = trait_key(database.lookup_key.reveal());
  options.compares = config.policies.in_term_watch.enabled;
  return options;
}

std::unique_ptr<app::NationalRun> make_run(const Database& database, const app::LiveIndex* served,
                                           const core::Clock& clock, core::Randomness& randomness,
                                           core::Metrics& metrics,
                                           app::NationalRunOptions options) {
  auto& store = *database.store;
  return std::make_unique<app::NationalRun>(
      store.new_reconciliation_work(), [&store] { return store.new_feed(); }, store.entries(),
      served, clock, randomness, metrics, std::move(options));
}

Reconciling::Reconciling(const Config& config, Database& database, const app::LiveIndex& index,
                         const app::ReferenceData& reference, const core::Clock& clock,
                         core::Randomness& randomness, core::Metrics& metrics)
    : config_(config),
      database_(database),
      index_(index),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      worker_([this] { work(); }),
      nightly_(
          {.name = "nightly run", .at = config.reconciliation.at, .at_start = has_missed_a_night()},
          clock, [this] { return ask_for_the_night(); }),
      reference_age_({.name = "reference age", .at = "07:00", .at_start = true}, clock,
                     [this] { return look_at_reference(); }) {}

Reconciling::~Reconciling() {
  wind_up();
  worker_.join();
}

void Reconciling::wind_up() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
}

void Reconciling::work() {
  app::give_way("reconciliation");
  app::LastingFault fault{core::LogLevel::error, "reconciliation run waits"};
  auto options = run_options(config_, database_);
  options.is_within_one_house = [this](const app::DualLicence& dual) {
    return app::is_within_one_house(reference_.get()->authorities, dual,
                                    core::uk_date(clock_.now()));
  };
  const auto run = make_run(database_, &index_, clock_, randomness_, metrics_, std::move(options));
  for (;;) {
    const auto done = run->run(ending_);
    if (!done && !ending_) fault.say(done.error().detail());
    if (done) fault.is_over();
    if (done && *done) malloc_trim(0);  // a second index was built
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, done ? look : try_again, [this] { return ending_.load(); })) return;
  }
}

core::Result<void> Reconciling::ask_for_the_night() {
  app::ReconciliationRuns runs(database_.store->reconciliations(), clock_, randomness_);
  const auto turn = jobs::turn_at(clock_.now(), config_.reconciliation.at);
  const auto run = runs.order_nightly({.authority = "", .actor = "reconciliation"}, turn);
  if (!run) return run.error();
  return {};
}

bool Reconciling::has_missed_a_night() const {
  const auto last = database_.store->reconciliations().last_night();
  return last && *last && **last < jobs::turn_at(clock_.now(), config_.reconciliation.at);
}

core::Result<void> Reconciling::look_at_reference() {
  const auto today = core::uk_date(clock_.now());
  const auto covered_to = reference_.get()->calendar.covered_to();
  metrics_.set("badgewatch_bank_holidays_days_left",
               covered_to.days_since_1970() - today.days_since_1970());
  if (const auto remark = domain::remark_on_holidays(covered_to, today))
    core::log(core::LogLevel::warning, "reference data end soon",
              {{"remark", std::string_view(*remark)}});
  return {};
}

}  // namespace badgewatch::daemon
