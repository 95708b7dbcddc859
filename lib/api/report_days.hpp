// The days that a report is about.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

struct ReportDays {
  core::Date from, to;
};

// `from` is behind `to`: Errc::invalid, which names both.
core::Error crossed_period();

// `from` and `to` of the query; left out, the year that ends today. Errc::malformed for what is no
// day; crossed_period().
core::Result<ReportDays> report_days_of(const http::Query& query, core::Date today);

}  // namespace badgewatch::api
