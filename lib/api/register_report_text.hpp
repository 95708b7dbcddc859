// A report on the register as JSON and as CSV; as a page to be printed it is web/figures.hpp.
#pragma once

#include "app/register_report.hpp"

#include <string>

namespace badgewatch::api {

std::string report_json(const app::RegisterReport& report);
// RFC 4180; a line for each figure, and for the operator one for each authority and figure.
std::string report_csv(const app::RegisterReport& report);

}  // namespace badgewatch::api
