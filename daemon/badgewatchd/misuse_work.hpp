// What a serving daemon has against misuse of searches.
#pragma once

#include "access/people_budget.hpp"
#include "api/context.hpp"
#include "app/checks.hpp"
#include "app/misuse.hpp"
#include "app/misuse_reviews.hpp"
#include "badgewatchd/database.hpp"
#include "config/config.hpp"

#include <memory>

namespace badgewatch::daemon {

class MisuseWork {
public:
  // All outlive it.
  MisuseWork(const Config& config, Database& database, app::WellKnown well_known,
             const app::ReferenceData& reference, const core::Clock& clock,
             core::Randomness& randomness, core::Metrics& metrics);

  // What checks need for it.
  void set(app::CheckOptions& options);
  api::MisuseCalls calls();

private:
  core::Hash key(std::string_view purpose) const;

  Database& database_;
  const app::WellKnown well_known_;
  access::PeopleBudget people_;
  app::MisuseReviews reviews_;
  app::MisuseThread thread_;
};

// Errc::unavailable without its file, Errc::invalid for a wrong line.
core::Result<app::WellKnown> read_well_known(const Config& config);

}  // namespace badgewatch::daemon
