// What a serving daemon asks of licences beside the watch: whether an entry followed where one
// ended, and who holds two.
#pragma once

#include "app/awaited_entries.hpp"
#include "app/dual_licences.hpp"
#include "config/config.hpp"
#include "jobs/repeated.hpp"
#include "store/store.hpp"

#include <optional>

namespace badgewatch::daemon {

// Owns threads, and their sessions. All outlive it.
class LicenceWork {
public:
  // Findings of others' licences are written where the policy `in_term_watch` is on.
  LicenceWork(const Config& config, store::Store& store, const app::LiveIndex& index,
              const app::ReferenceData& reference, const core::Clock& clock,
              core::Metrics& metrics);

private:
  app::AwaitedEntries awaited_;
  std::optional<app::DualLicences> dual_;
  // Last: their threads end before all that they use.
  jobs::Repeated looking_for_entries_;
  std::optional<jobs::Repeated> looking_for_others_;
};

}  // namespace badgewatch::daemon
