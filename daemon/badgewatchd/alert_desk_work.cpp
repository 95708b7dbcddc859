#include "badgewatchd/alert_desk_work.hpp"

namespace badgewatch::daemon {

AlertDeskWork::AlertDeskWork(store::Store& store, app::Trace& trace,
                             const app::ReferenceData& reference, const core::Clock& clock,
                             core::Randomness& randomness, core::Metrics& metrics)
    : calls_(store.alert_desk(), trace, clock, randomness, metrics),
      reference_(reference),
      clocks_(store.new_alert_clocks()),
      beginning_({.name = "alert-clocks"}, [this] { return begin_clocks(); }) {}

// Every daemon does it: a clock that another one has begun is not begun again.
core::Result<bool> AlertDeskWork::begin_clocks() {
  // One transaction, of a tenth of a second: who works on one of them waits for it.
  constexpr std::size_t most = 2'000;
  const auto reference = reference_.get();
  const auto begun = clocks_->begin(reference->calendar, reference->periods, most);
  if (!begun) return begun.error();
  return *begun == most;
}

}  // namespace badgewatch::daemon
