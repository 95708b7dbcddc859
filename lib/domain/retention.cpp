#include "domain/retention.hpp"

#include "core/date.hpp"

namespace badgewatch::domain {

namespace {

// A register in use records something each day. Over a month without anything is a closed office at
// most; more is a clock that jumped, or a register that nobody has looked at yet.
constexpr std::int64_t most_silent_days = 40;

// Entries stay for years, so a day brings one in some 4,000, and half a year at a standstill not
// one in twenty. A few may fall due together in a small register: that is no sign of anything.
constexpr std::int64_t one_in = 20;
constexpr std::int64_t few = 4;

constexpr std::int64_t micros_per_day = std::int64_t{86'400} * 1'000'000;
constexpr const char* confirm = "`badgewatchd purge --confirm` erases what is due all the same.";

}  // namespace

std::optional<std::string> why_not_erase(const DueForErasure& due) {
  if (due.entries_due == 0 && due.checks_due == 0) return {};
  if (due.newest_seen &&
      due.now.micros - due.newest_seen->micros > most_silent_days * micros_per_day)
    return "Nothing was erased: the clock says " + core::uk_date(due.now).iso() +
           ", and the newest thing in the register is of " + core::uk_date(*due.newest_seen).iso() +
           ". Is the clock right? Then " + confirm;
  if (due.entries_due > few && due.entries_due * one_in > due.entries)
    return "Nothing was erased: " + std::to_string(due.entries_due) + " of " +
           std::to_string(due.entries) +
           " entries are past their last day at once. Are the clock and the periods right? Then " +
           confirm;
  return {};
}

}  // namespace badgewatch::domain
