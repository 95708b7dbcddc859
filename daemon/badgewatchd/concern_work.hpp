// What the watch needs of a deployment's settings and reference data about concerns.
#pragma once

#include "app/reference_data.hpp"
#include "app/watcher.hpp"
#include "config/config.hpp"

namespace badgewatch::daemon {

// `reference` and `clock` outlive the watcher.
app::WatcherOptions watcher_options(const Config& config, const core::Hash& pair_key,
                                    const app::ReferenceData& reference, const core::Clock& clock);

}  // namespace badgewatch::daemon
