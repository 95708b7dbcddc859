#include "domain/holding.hpp"

#include "domain/named.hpp"

#include <algorithm>
#include <limits>

namespace badgewatch::domain {

namespace {

constexpr Names<HoldCause, 2> causes{
    {{HoldCause::volume, "volume"}, {HoldCause::others, "others"}}};
constexpr Names<HoldState, 2> states{
    {{HoldState::open, "open"}, {HoldState::released, "released"}}};

// Without an overflow, whatever the settings say.
std::int64_t product(std::int64_t a, std::int64_t b) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (a <= 0 || b <= 0) return 0;
  return a > most / b ? most : a * b;
}

}  // namespace

std::string_view name_of(HoldCause value) {
  return name_in(causes, value);
}
std::string_view name_of(HoldState value) {
  return name_in(states, value);
}
std::optional<HoldCause> hold_cause_named(std::string_view name) {
  return named_in(causes, name);
}
std::optional<HoldState> hold_state_named(std::string_view name) {
  return named_in(states, name);
}

std::int64_t daily_limit(const Posted& posted, const HoldLimits& limits) {
  return std::max(limits.floor, product(limits.times, posted.busiest));
}

std::int64_t unheld_of(std::int64_t count, const Posted& posted, const HoldLimits& limits) {
  const auto left = daily_limit(posted, limits) - posted.today;
  return std::clamp<std::int64_t>(left, 0, std::max<std::int64_t>(count, 0));
}

bool hits_too_many(std::int64_t told, const HoldLimits& limits) {
  return limits.others < HoldLimits::most_others && told > limits.others;
}

}  // namespace badgewatch::domain
