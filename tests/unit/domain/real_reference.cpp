#include "real_reference.hpp"

#include "core/json.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <set>

namespace badgewatch::tests {

namespace {

core::Json reference(const std::string& name) {
  std::ifstream file(BW_SOURCE_DIR "/config/reference/" + name);
  REQUIRE(file);
  return core::parse_json(std::string(std::istreambuf_iterator<char>(file), {})).value();
}

const std::string& text_of(const core::Json& json, const char* key) {
  return *json.find(key)->string();
}

}  // namespace

core::Date day(std::string_view iso) {
  return core::Date::parse_iso(iso).value();
}

core::WorkingDays real_calendar() {
  const auto json = reference("bank_holidays.json");
  std::set<core::Date> holidays;
  for (const auto& holiday : *json.find("bank_holidays")->array())
    if (text_of(holiday, "division") == "england-and-wales")
      holidays.insert(day(text_of(holiday, "date")));
  const auto& covers = *json.find("covers");
  return {std::move(holidays), day(text_of(covers, "from")), day(text_of(covers, "to"))};
}

domain::Periods real_periods() {
  const auto json = reference("statutory_periods.json");
  std::vector<domain::Period> found;
  for (const auto& period : *json.find("periods")->array()) {
    const auto& unit = text_of(period, "unit");
    found.push_back({text_of(period, "name"), static_cast<int>(*period.find("amount")->integer()),
                     unit == "working_days" ? domain::PeriodUnit::working_days
                     : unit == "days"       ? domain::PeriodUnit::days
                     : unit == "months"     ? domain::PeriodUnit::months
                                            : domain::PeriodUnit::years,
                     day(text_of(period, "starts_on")), std::nullopt, "",
                     *period.find("counts_first_day")->boolean(),
                     period.find("ends_on_working_day") != nullptr});
  }
  return domain::Periods(std::move(found));
}

}  // namespace badgewatch::tests
