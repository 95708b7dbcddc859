#include "badgewatchd/duty_work.hpp"

#include "core/log.hpp"

namespace badgewatch::daemon {

DutyWork::DutyWork(const Config& config, const Database& database,
                   const app::ReferenceData& reference, const core::Clock& clock,
                   core::Randomness& randomness, core::Metrics& metrics)
    : duties_(database.store->duties(), reference, clock, randomness),
      reference_(reference),
      clock_(clock),
      metrics_(metrics),
      first_reviews_(database.store->new_first_reviews()),
      alarm_(database.store->new_duty_alarm()),
      telling_({.name = "duties", .at = config.duties.tell_at, .at_start = true}, clock,
               [this] { return tell(); }) {}

// Every daemon does it: what another one has raised is not raised again.
core::Result<void> DutyWork::tell() {
  const auto opened =
      app::open_first_reviews(*first_reviews_, *reference_.get(), core::uk_date(clock_.now()));
  if (!opened) {
    metrics_.count("badgewatch_duty_alarm_failures_total");
    return opened.error();
  }
  const auto told = app::tell_of_due_duties(*alarm_, clock_, [this] { return ending_.load(); });
  if (!told) {
    metrics_.count("badgewatch_duty_alarm_failures_total");
    return told.error();
  }
  metrics_.count("badgewatch_duty_alerts_total", {}, static_cast<double>(*told));
  if (*told > 0)
    core::log(core::LogLevel::info, "duties told of",
              {{"alerts", static_cast<std::int64_t>(*told)}});
  return {};
}

}  // namespace badgewatch::daemon
