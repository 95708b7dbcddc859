#include "badgewatchd/daily_work.hpp"

#include "app/background.hpp"
#include "app/learning.hpp"
#include "badgewatchd/purge.hpp"
#include "core/log.hpp"

namespace badgewatch::daemon {

DailyWork::DailyWork(const Config& config, Database& database, const core::Clock& clock,
                     core::Randomness& randomness, core::Metrics& metrics,
                     std::function<void()> wake_follower)
    : config_(config),
      database_(database),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      wake_follower_(std::move(wake_follower)),
      purging_({.name = "retention", .at = config.retention.purge_at}, clock,
               [this] { return purge(); }),
      learning_({.name = "learning", .at = config.index.learn_at, .at_start = false}, clock,
                [this] { return learn(); }) {}

core::Result<void> DailyWork::purge() {
  const auto erased = purge_expired(*database_.store, database_.ledger, {clock_, randomness_},
                                    Confirmed::no, [this] { return ending_.load(); });
  if (!erased) {
    metrics_.count("badgewatch_retention_failures_total");
    return erased.error();
  }
  metrics_.count("badgewatch_erased_total", {{"kind", "decision"}},
                 static_cast<double>(erased->decisions));
  metrics_.count("badgewatch_erased_total", {{"kind", "check"}},
                 static_cast<double>(erased->checks));
  wake_follower_();
  return forget_superseded(*database_.store, {clock_, randomness_},
                           static_cast<int>(config_.retention.replay_months),
                           [this] { return ending_.load(); });
}

core::Result<void> DailyWork::learn() {
  app::give_way("learning");
  const auto feed = database_.store->new_feed();
  const app::LearningRequest request{
      .turn = jobs::turn_at(clock_.now(), config_.index.learn_at),
      .again = false,
      .actor = "learning",
      .replay_months = static_cast<int>(config_.retention.replay_months),
      .stop = [this] { return ending_.load(); }};
  const auto done =
      app::learn_frequencies(database_.store->frequencies(), *feed, request, clock_, randomness_);
  if (!done && !ending_) metrics_.count("badgewatch_learning_failures_total");
  if (!done && !ending_) return done.error();
  if (done && done->outcome == app::Learnt::published)
    core::log(core::LogLevel::info, "frequencies published",
              {{"version", done->version}, {"people", static_cast<std::int64_t>(done->people)}});
  wake_follower_();
  return {};
}

}  // namespace badgewatch::daemon
