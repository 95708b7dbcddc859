#include "badgewatchd/duty_work.hpp"

#include "core/log.hpp"

namespace badgewatch::daemon {

DutyWork::DutyWork(const Config& config, store::Store& store, const app::ReferenceData& reference,
                   const core::Clock& clock, core::Randomness& randomness, core::Metrics& metrics)
    : duties_(store.duties(), reference, clock, randomness),
      clock_(clock),
      metrics_(metrics),
      alarm_(store.new_duty_alarm()),
      telling_({.name = "duties", .at = config.duties.tell_at, .at_start = true}, clock,
               [this] { return tell(); }) {}

// Every daemon does it: what another one has raised is not raised again.
core::Result<void> DutyWork::tell() {
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
