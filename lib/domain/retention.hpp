// When a purge may erase by itself. A clock that is wrong by years makes every entry look overdue,
// and what is erased does not come back: so a person is asked first.
#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace badgewatch::domain {

struct DueForErasure {
  core::Instant now;
  std::optional<core::Instant> newest_seen;  // the newest thing that the register has recorded
  std::int64_t entries = 0;                  // all that it holds
  std::int64_t entries_due = 0;              // of these, past their last day
  std::int64_t checks_due = 0;               // checks whose subject is
};

// A sentence that says why nothing may be erased without a person's word; nothing when it may.
std::optional<std::string> why_not_erase(const DueForErasure& due);

}  // namespace badgewatch::domain
