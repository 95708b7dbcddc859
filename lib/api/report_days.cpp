#include "api/report_days.hpp"

#include "core/json_reader.hpp"

#include <string>

namespace badgewatch::api {

namespace {

core::Result<core::Date> day_in(const http::Query& query, std::string_view name,
                                core::Date otherwise) {
  const auto text = query.find(name);
  if (!text) return otherwise;
  const auto day = core::Date::parse_iso(*text);
  if (day) return *day;
  return core::Error(core::Errc::malformed,
                     "`" + std::string(name) + "` must be a day, as 2026-11-27.");
}

}  // namespace

core::Error crossed_period() {
  return core::invalid_fields(
      {{"/from", "must not be behind `to`"}, {"/to", "must not be before `from`"}});
}

core::Result<ReportDays> report_days_of(const http::Query& query, core::Date today) {
  const auto to = day_in(query, "to", today);
  if (!to) return to.error();
  const auto from = day_in(query, "from", to->plus_years(-1).plus_days(1));
  if (!from) return from.error();
  if (*to < *from) return crossed_period();
  return ReportDays{*from, *to};
}

}  // namespace badgewatch::api
