#include "domain/replay_window.hpp"

#include "core/date.hpp"

namespace badgewatch::domain {

core::Instant replay_window_begins(core::Instant now, int months) {
  constexpr std::int64_t day = 86'400'000'000;
  return {core::uk_date(now).plus_months(-months).days_since_1970() * day};
}

}  // namespace badgewatch::domain
