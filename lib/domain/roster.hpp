// A council's whole roster against what the register holds of it.
#pragma once

#include "core/date.hpp"
#include "domain/licence.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class RosterVerdict {
  same,
  different,  // the register has it otherwise
  missing,    // the register does not have it
  stale       // the register's record was changed after the roster's day: the roster is behind
};
// A roster counts for nothing until all of it came and was of its form.
enum class RosterState { open, compared, applied };

std::string_view name_of(RosterVerdict value);
std::string_view name_of(RosterState value);
std::optional<RosterVerdict> roster_verdict_named(std::string_view name);
std::optional<RosterState> roster_state_named(std::string_view name);

// A licence of the register that the roster does not have is named, and nothing else: what it
// becomes, if anything, is said when the roster is applied.
struct RosterCounts {
  std::int64_t rows = 0;
  std::int64_t same = 0;
  std::int64_t different = 0;
  std::int64_t missing = 0;
  std::int64_t stale = 0;
  std::int64_t extra = 0;  // current, suspended or applied for, and not in the roster
  friend bool operator==(const RosterCounts&, const RosterCounts&) = default;
};

// Which fields of a record differ, by the names of the API.
std::vector<std::string> differing_fields(const Licence& one, const Licence& other);

// What a council whose records may not leave its system hashes of each: the values in the order
// licence number, class, status, granted_on, expires_on, date of birth, NI number, driving licence
// number, empty where there is none, parted by "|".
std::string hashed_text(const Licence& licence);

// A roster's day is not in the future, nor more than so long ago.
inline constexpr int oldest_roster_days = 31;
std::optional<std::string> wrong_day(core::Date as_of, core::Date today);

// Whether these are another council's numbers: with so many rows, hardly any is the register's
// while the register has many of its own.
bool is_of_another(const RosterCounts& counts);

}  // namespace badgewatch::domain
