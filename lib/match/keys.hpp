// Blocking keys: who shares none of them with a query is not compared with it.
#pragma once

#include "match/packed.hpp"

#include <cstdint>
#include <vector>

namespace badgewatch::match {

using Keys = std::vector<std::uint64_t>;

// Those under which a record is filed.
Keys filing_keys(const Packed& record);

// Those under which a query looks. Complete for what compare() rates possible or better: an equal
// identifier, an equal or swapped date of birth, one part of the date wrong with a word of the name
// kept, and names alone where they are rare or a date of birth is not known.
Keys search_keys(const Packed& query);

}  // namespace badgewatch::match
