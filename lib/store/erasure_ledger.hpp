// The erasure ledger: a file outside the database that names everything that was erased, so that a
// restored backup erases it again before anybody can read it. It holds no particulars. Its lines
// are on the disk before the erasure is committed: it may name too much after a crash, never too
// little.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/store.hpp"

#include <span>
#include <string>
#include <vector>

namespace badgewatch::store {

// Makes the file, with nothing erased, where there is none. Errc::internal, naming the file, when
// something else is there.
core::Result<void> make_ledger(const std::string& path);

// Returns when the lines are on the disk. A line that a crash cut short is taken out first: what it
// announced was not committed.
core::Result<void> append_to_ledger(const std::string& path, std::span<const Erased> erased,
                                    core::Instant at);

// Errc::not_found when there is no such file; Errc::invalid, naming the line, when it is no ledger.
core::Result<std::vector<Erased>> read_ledger(const std::string& path);

}  // namespace badgewatch::store
