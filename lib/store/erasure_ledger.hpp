// The erasure ledger: a file outside the database that names everything that was erased, so that a
// restored backup erases it again before anybody can read it. It holds no particulars. Its lines
// are on the disk before the erasure is committed: it may name too much after a crash, never too
// little.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/store.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::store {

struct LedgerPlace {
  std::string path;
  core::Uuid register_id;  // whose erasures it lists: its first line says so
};

struct Ledger {
  std::optional<core::Uuid> register_id;  // none: from before ledgers named their register
  std::vector<Erased> erased;
};

// Makes the file, with nothing erased, where there is none or an empty one. Errc::invalid, naming
// the file, when it is another register's or something else is there.
core::Result<void> make_ledger(const LedgerPlace& place);

// Returns when the lines are on the disk. A line that a crash cut short is taken out first: what it
// announced was not committed.
core::Result<void> append_to_ledger(const LedgerPlace& place, std::span<const Erased> erased,
                                    core::Instant at);

// Errc::not_found when there is no such file; Errc::invalid, naming the line, when it is no ledger.
core::Result<Ledger> read_ledger(const std::string& path);

}  // namespace badgewatch::store
