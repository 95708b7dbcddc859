// When entries of one authority wait for a second person before others are told of them: whoever
// has a council's key, or made a mistake in its system, could accuse the whole trade at once. Held
// entries are hit all the same. Pure rules; numbers come from the settings, days from the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class HoldCause {
  volume,  // far more entries in a day than the authority ever made
  others   // new entries that match many licensees of other authorities
};
enum class HoldState { open, released };

std::string_view name_of(HoldCause value);
std::string_view name_of(HoldState value);
std::optional<HoldCause> hold_cause_named(std::string_view name);
std::optional<HoldState> hold_state_named(std::string_view name);

struct HoldLimits {
  // So many entries a day are never too many.
  std::int64_t floor = 50;
  // Beyond it, so many times what the authority made on its busiest day.
  std::int64_t times = 5;
  // Which days are its history: so many, without the newest ones. A ramp, each day a little more,
  // would make its own history otherwise.
  int history_days = 365;
  int settled_after_days = 14;
  // So many licensees of other authorities may be told of by what one authority entered within the
  // window. At its most nothing is held by it, and nobody counts.
  std::int64_t others = 20;
  static constexpr std::int64_t most_others = 1'000'000;
  int window_hours = 24;
  friend bool operator==(const HoldLimits&, const HoldLimits&) = default;
};

// What an authority has entered, without the history that it imported under an operator's leave.
struct Posted {
  std::int64_t today = 0;    // before the entries in question
  std::int64_t busiest = 0;  // day of its history
};

// How many entries a day are not held.
std::int64_t daily_limit(const Posted& posted, const HoldLimits& limits);
// How many of `count` more entries of today are not held: the first ones.
std::int64_t unheld_of(std::int64_t count, const Posted& posted, const HoldLimits& limits);
// Whether an entry is held that would make `told` licensees of other authorities told of.
bool hits_too_many(std::int64_t told, const HoldLimits& limits);

}  // namespace badgewatch::domain
