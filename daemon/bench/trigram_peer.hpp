// The peer: PostgreSQL with pg_trgm, asked the same about the same people.
#pragma once

#include "core/result.hpp"
#include "sample/linkage.hpp"

#include <string>

namespace badgewatch::bench {

// On a new PostgreSQL below `parent`: loads the drivers, indexes names by trigrams and numbers and
// birth dates by B-trees, and asks some of the entries one after the other: whoever has the same
// NI number, driving licence or birth date and a name that is at all alike, or a very similar name.
core::Result<void> run_trigram_peer(const sample::Linkage& people, const std::string& parent);

}  // namespace badgewatch::bench
