#include "app/register_report.hpp"

#include <map>

namespace badgewatch::app {

namespace {

using Counts = std::map<std::string, std::int64_t, std::less<>>;

std::int64_t count_of(const auto& counts, std::string_view name) {
  const auto found = counts.find(std::string(name));
  return found == counts.end() ? 0 : found->second;
}

Share share_in(const auto& counts, const domain::Figure& figure) {
  return {.some = count_of(counts, figure.name), .all = count_of(counts, figure.of)};
}

std::optional<std::int64_t> told(const ports::NationalCounts& national, std::string_view name) {
  const auto found = national.find(std::string(name));
  return found == national.end() ? 0 : found->second;
}

// A part of which the rest would be small tells as much as a small part.
Share outside(const Share& share) {
  Share shown{.some = domain::shown_outside(*share.some), .all = domain::shown_outside(*share.all)};
  if (!domain::shown_outside(std::max<std::int64_t>(*share.all - *share.some, 0))) shown.some = {};
  return shown;
}

}  // namespace

std::optional<double> Share::part() const {
  if (!some || !all || *all <= 0) return {};
  return static_cast<double>(*some) / static_cast<double>(*all);
}

RegisterReport make_register_report(const ports::RunReport& report, const std::string& authority) {
  RegisterReport made;
  made.run = report.run;
  made.authority = authority;
  Counts own;
  std::map<std::string, Counts> of_each;
  for (const auto& [key, value] : report.counts) {
    own[key.second] += value;
    of_each[key.first][key.second] = value;
  }
  for (const auto& earlier : report.earlier)
    made.earlier.push_back(earlier.finished_at);
  for (const auto& figure : domain::register_figures()) {
    ReportLine line{.figure = &figure,
                    .own = share_in(own, figure),
                    .national = {.some = told(report.national, figure.name),
                                 .all = told(report.national, figure.of)},
                    .earlier = {}};
    for (const auto& earlier : report.earlier)
      line.earlier.push_back(share_in(earlier.counts, figure).part());
    made.lines.push_back(std::move(line));
  }
  if (!authority.empty()) return made;
  for (const auto& [code, counts] : of_each) {
    AuthorityLine line{.authority = code, .shares = {}};
    for (const auto& figure : domain::register_figures())
      line.shares.push_back(outside(share_in(counts, figure)));
    made.authorities.push_back(std::move(line));
  }
  return made;
}

}  // namespace badgewatch::app
