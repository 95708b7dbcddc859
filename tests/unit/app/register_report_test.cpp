#include "app/register_report.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

ports::RunReport report_of(const std::vector<std::tuple<std::string, std::string, int>>& counts) {
  ports::RunReport report;
  for (const auto& [authority, name, value] : counts)
    report.counts[{authority, name}] = value;
  return report;
}

const app::ReportLine& line(const app::RegisterReport& report, std::string_view name) {
  for (const auto& one : report.lines)
    if (one.figure->name == name) return one;
  throw std::logic_error("no such figure");
}

}  // namespace

TEST_CASE("an authority sees its own figure beside what may be told of the nation") {
  auto counted = report_of({{"LDS", "quality.licences", 10}, {"LDS", "quality.email", 4}});
  counted.national = {{"quality.licences", 400}, {"quality.email", std::nullopt}};
  counted.earlier = {
      {.finished_at = {}, .counts = {{"quality.licences", 8}, {"quality.email", 2}}}};
  const auto made = app::make_register_report(counted, "LDS");
  const auto& email = line(made, "quality.email");
  CHECK(email.own.part() == std::optional(0.4));
  CHECK_FALSE(email.national.part());
  CHECK(email.national.all == std::optional<std::int64_t>(400));
  REQUIRE(email.earlier.size() == 1);
  CHECK(email.earlier[0] == std::optional(0.25));
  CHECK(made.authorities.empty());
}

TEST_CASE("the operator sees each authority, but for what is small, or would be by subtraction") {
  const auto made = app::make_register_report(report_of({{"LDS", "quality.licences", 100},
                                                         {"LDS", "quality.email", 3},
                                                         {"LDS", "quality.postcode", 98},
                                                         {"LDS", "quality.telephone", 50},
                                                         {"BIR", "quality.licences", 2}}),
                                              "");
  CHECK(line(made, "quality.telephone").own.all == std::optional<std::int64_t>(102));
  REQUIRE(made.authorities.size() == 2);
  const auto& leeds = made.authorities[1];
  REQUIRE(leeds.authority == "LDS");
  const auto figures = domain::register_figures();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (figures[i].name == "quality.email") CHECK_FALSE(leeds.shares[i].some);
    if (figures[i].name == "quality.postcode") CHECK_FALSE(leeds.shares[i].some);
    if (figures[i].name == "quality.telephone")
      CHECK(leeds.shares[i].some == std::optional<std::int64_t>(50));
    if (figures[i].name == "quality.telephone") CHECK_FALSE(made.authorities[0].shares[i].all);
  }
}

TEST_CASE("of nothing there is no part") {
  CHECK_FALSE(app::Share{.some = 0, .all = 0}.part());
  CHECK_FALSE(app::Share{.some = {}, .all = 5}.part());
  CHECK(app::Share{.some = 0, .all = 5}.part() == std::optional(0.0));
}
