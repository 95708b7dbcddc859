#include "web/period.hpp"

#include "http/percent.hpp"
#include "http/query.hpp"
#include "web/day_field.hpp"
#include "web/messages.hpp"
#include "web/sheet.hpp"

#include <array>
#include <charconv>

namespace badgewatch::web {

namespace {

constexpr std::array<const char*, 2> ends = {"from", "to"};
constexpr int first_year = 2000;

bool has(const Typed& typed, const std::string& name) {
  return !typed_day(typed, name).empty();
}

// A day that some report can be of.
std::optional<core::Date> day_of(const Typed& typed, const std::string& name) {
  const auto day = core::Date::parse_iso(typed_day(typed, name));
  if (!day || day->year() < first_year) return {};
  return *day;
}

}  // namespace

std::string Period::api_query() const {
  std::string query;
  for (const auto* end : ends)
    if (has(typed, end))
      query += (query.empty() ? "" : "&") + std::string(end) + "=" +
               http::percent_encode(typed_day(typed, end));
  return query;
}

std::string Period::address(const std::string& path, int wanted) const {
  std::string query;
  for (const auto& [name, text] : typed)
    if (!text.empty())
      query += (query.empty() ? "?" : "&") + name + "=" + http::percent_encode(text);
  if (wanted > 1) query += (query.empty() ? "?page=" : "&page=") + std::to_string(wanted);
  return path + query;
}

Period period_of(const Visit& visit) {
  Period period;
  const auto query = http::parse_query(
      visit.request.head.query,
      {"from-day", "from-month", "from-year", "to-day", "to-month", "to-year", "page"});
  if (!query) return period;
  for (const auto& [name, text] : query->items())
    if (name != "page") period.typed[name] = text;
  const auto page = query->find("page").value_or("1");
  (void)std::from_chars(page.data(), page.data() + page.size(), period.page);
  for (const auto* end : ends)
    if (has(period.typed, end) && !day_of(period.typed, end))
      period.errors.add(std::string(end) + "-day", say_of("period.wrong.", end));
  const auto from = day_of(period.typed, "from");
  const auto to = has(period.typed, "to") ? day_of(period.typed, "to") : visit.today();
  if (period.errors.empty() && from && to && *to < *from)
    period.errors.add("from-day", std::string(say("period.order")));
  return period;
}

void show_answered(Period& period, const Answer& answer) {
  for (const auto* end : ends) {
    const auto day = core::Date::parse_iso(answer[end].text());
    if (day && !has(period.typed, end)) put_day(period.typed, end, *day);
  }
}

Part period_form(const std::string& action, const Period& period) {
  const auto day = [&](const char* end) {
    return day_field(period.typed, period.errors, end, say_of("period.", end),
                     say_of("period.hint.", end));
  };
  return component(FilterForm{action, {day("from"), day("to")}, std::string(say("filter.button"))});
}

}  // namespace badgewatch::web
