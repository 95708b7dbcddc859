// What supervisors do: they review flags, and a random sample of each officer's searches.
#pragma once

#include "app/records.hpp"
#include "core/clock.hpp"
#include "ports/checks.hpp"
#include "ports/misuse.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::app {

struct Sample {
  core::Date monday;
  // The checks of each officer or system are put in the order of SHA-256(seed, then the check's id,
  // 16 bytes); the first ones are the sample.
  core::Hash seed{};
  std::vector<ports::SampledCheck> checks;
};

// The Monday of an ISO week, "2026-W48"; nothing for another text.
std::optional<core::Date> monday_of(std::string_view week);

// Thread safe.
class MisuseReviews {
public:
  // All outlive it. Nobody can tell the seed of a week without `seed_key`.
  MisuseReviews(ports::MisuseDesk& desk, ports::CheckLog& checks, const core::Clock& clock,
                core::Randomness& randomness, const core::Hash& seed_key, std::size_t sampled);

  // Errc::invalid for a week that has not ended.
  core::Result<Sample> sample(const ports::Caller& caller, core::Date monday);
  core::Result<void> review_flag(const ports::Caller& caller, ports::ReviewToKeep review);
  core::Result<void> review_check(const ports::Caller& caller, ports::ReviewToKeep review);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind,
                   const ports::ReviewToKeep& review);

  ports::MisuseDesk& desk_;
  ports::CheckLog& checks_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  const core::Hash seed_key_;
  const std::size_t sampled_;
};

}  // namespace badgewatch::app
