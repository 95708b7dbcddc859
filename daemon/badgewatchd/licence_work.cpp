#include "badgewatchd/licence_work.hpp"

#include "app/background.hpp"

namespace badgewatch::daemon {

// Every daemon does it: what another one has told is not told again.
LicenceWork::LicenceWork(const Config& config, store::Store& store, const app::LiveIndex& index,
                         const app::ReferenceData& reference, const core::Clock& clock,
                         core::Metrics& metrics)
    : awaited_(store.new_awaited_entries(), store.entries(), index, reference, clock, metrics),
      looking_for_entries_({.name = "awaited-entries"}, [this] { return awaited_.step(); }) {
  if (!config.policies.in_term_watch.enabled) return;
  dual_.emplace(store.new_dual_licence_work(), store.new_feed(), index, reference, clock, metrics,
                app::DualLicencesOptions{.application_open =
                                             std::chrono::days(config.alerts.application_days)});
  looking_for_others_.emplace(jobs::RepeatedOptions{.name = "dual-licences"},
                              [this, gives_way = false]() mutable {
                                if (!gives_way) app::give_way("dual-licences");
                                gives_way = true;
                                return dual_->step();
                              });
}

}  // namespace badgewatch::daemon
