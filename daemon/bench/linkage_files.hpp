// The matcher's own program, run on files of the generator's people.
#pragma once

#include "core/result.hpp"
#include "sample/linkage.hpp"

#include <string>

namespace badgewatch::bench {

// Writes drivers.ndjson and entries.ndjson, PERSONs with ids: a driver's number; an entry's place,
// a hyphen and whose it is, or "nobody".
core::Result<void> write_linkage(const sample::Linkage& people, const std::string& folder);

// Writes both files to a folder of its own, links them with `program` and says how long that took
// and how much memory it had at most; then the files go.
core::Result<void> run_program_on(const sample::Linkage& people, const std::string& program);

}  // namespace badgewatch::bench
