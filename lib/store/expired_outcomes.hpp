// For the preview of a purge: how many outcomes of cases are past their last day.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>

namespace badgewatch::store {

// `conninfo` is bw_migrate's.
core::Result<std::int64_t> count_expired_outcomes(const std::string& conninfo, core::Date today);

}  // namespace badgewatch::store
