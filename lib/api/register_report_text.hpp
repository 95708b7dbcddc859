// A report on the register as JSON, as CSV, and as one page to be printed.
#pragma once

#include "app/register_report.hpp"

#include <string>
#include <string_view>

namespace badgewatch::api {

std::string report_json(const app::RegisterReport& report);
// RFC 4180; a line for each figure, and for the operator one for each authority and figure.
std::string report_csv(const app::RegisterReport& report);
// Self-contained: no script, nothing is fetched. `name`: the authority's, for the heading.
std::string report_html(const app::RegisterReport& report, std::string_view name);

}  // namespace badgewatch::api
