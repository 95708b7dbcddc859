#include "api/reconciliation_json.hpp"
#include "app/background.hpp"
#include "app/national_run.hpp"
#include "app/reconciliation_runs.hpp"
#include "app/reference.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/demo_state.hpp"
#include "badgewatchd/reconciling.hpp"
#include "badgewatchd/signals.hpp"
#include "client/run_progress.hpp"
#include "domain/succession.hpp"

#include <iostream>
#include <thread>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

constexpr std::chrono::milliseconds look{200};

// Sets a flag once the process is told to stop.
class StopFlag {
public:
  StopFlag() : thread_([this] { wait(); }) {}
  ~StopFlag() {
    done_ = true;
    thread_.join();
  }
  StopFlag(const StopFlag&) = delete;
  StopFlag& operator=(const StopFlag&) = delete;
  const std::atomic<bool>& wanted() const { return wanted_; }

private:
  void wait() {
    while (!done_ && !wanted_) {
      wanted_ = stop_is_wanted();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  std::atomic<bool> done_ = false;
  std::atomic<bool> wanted_ = false;
  std::thread thread_;
};

int exit_of(const ports::RunReport& report) {
  for (const auto& check : report.integrity)
    if (check.wrong > 0) return reconcile_wrong;
  for (const auto& [key, value] : report.counts)
    if (key.second == domain::name_of(domain::Explanation::lost) && value > 0)
      return reconcile_lost;
  return 0;
}

// A run that has ended is there under any caller's eyes.
core::Result<ports::RunReport> run_to_its_end(const Config& config, Database& database,
                                              const Environment& acting, const core::Uuid& id,
                                              const ports::Caller& caller) {
  auto options = run_options(config, database);
  if (!options.compares)
    std::cerr << "Entries are not compared with licences: policies.in_term_watch is off in these "
                 "settings.\n";
  client::RunProgressDisplay display(::isatty(STDERR_FILENO) == 1, [](const std::string& text) {
    std::cerr << text << std::flush;
  });
  const auto show = [&](domain::RunPhase phase, std::int64_t done, std::int64_t total) {
    display.show(domain::name_of(phase), done, total);
  };
  core::Metrics metrics;
  const auto kept = database.store->reference().load();
  if (!kept) return kept.error();
  const auto reference = app::read_reference(*kept);
  if (!reference) return reference.error();
  options.is_within_one_house = [&](const app::DualLicence& dual) {
    return app::is_within_one_house(reference->authorities, dual,
                                    core::uk_date(acting.clock.now()));
  };
  options.progress = [&](const app::RunProgress& at) { show(at.phase, at.done, at.total); };
  const auto run = make_run(database, nullptr, acting.clock, acting.randomness, metrics, options);
  app::ReconciliationRuns runs(database.store->reconciliations(), acting.clock, acting.randomness);
  const StopFlag stop;
  for (;;) {
    if (stop.wanted())
      return core::Error(core::Errc::unavailable,
                         "Stopped. Whoever works on runs next goes on with it.");
    // Where a daemon works on it, this one looks on, and goes on where it is killed.
    const auto did = run->run(stop.wanted());
    if (!did && did.error().code() != core::Errc::conflict) return did.error();
    const auto ledger = database.store->reconciliations().progress(id);
    if (!ledger) return ledger.error();
    show(ledger->phase, ledger->done, ledger->total);
    if (ledger->state == domain::RunState::done) break;
    if (did && !*did) std::this_thread::sleep_for(look);
  }
  display.clear();
  return runs.find(caller, id);
}

}  // namespace

int reconcile(const Config& settings, const Environment& environment, bool is_nightly) {
  hold_stop_signals();
  auto config = settings;
  if (is_demo(config)) config.policies = policies_of_demo();
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    app::give_way("reconcile");
    app::ReconciliationRuns runs(database.store->reconciliations(), acting.clock,
                                 acting.randomness);
    const ports::Caller caller{.authority = "", .actor = acting.actor};
    const auto turn = jobs::turn_at(acting.clock.now(), config.reconciliation.at);
    const auto ordered =
        is_nightly ? runs.order_nightly(caller, turn) : runs.order(caller, std::nullopt);
    if (!ordered) return fail(ordered.error());
    const auto report = run_to_its_end(config, database, acting, ordered->id, caller);
    if (!report) return fail(report.error());
    core::JsonWriter out;
    api::write_report(out, *report, true);
    std::cout << out.text() << '\n';
    return exit_of(*report);
  });
}

}  // namespace badgewatch::daemon
