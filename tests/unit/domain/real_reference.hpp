// The register's own bank holidays and periods, as config/reference has them.
#pragma once

#include "core/working_days.hpp"
#include "domain/periods.hpp"

#include <string_view>

namespace badgewatch::tests {

core::Date day(std::string_view iso);
core::WorkingDays real_calendar();
domain::Periods real_periods();

}  // namespace badgewatch::tests
