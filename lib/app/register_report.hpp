// How well the register does its work, as the head of a licensing service reads it: the figures
// that a run counted, of one authority or of all, beside the nation and beside earlier runs. Pure.
#pragma once

#include "domain/register_figures.hpp"
#include "ports/reconciliations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

// Some of all; nothing where it may not be told.
struct Share {
  std::optional<std::int64_t> some;
  std::optional<std::int64_t> all;

  // 0 to 1; nothing where either is not told, or there is nothing to be a part of.
  std::optional<double> part() const;
};

struct ReportLine {
  const domain::Figure* figure = nullptr;
  Share own;       // the authority's, or the sum of all for the operator
  Share national;  // what may be told of the whole
  std::vector<std::optional<double>> earlier;  // parts in earlier runs, the oldest first
};

// One authority among all, for the operator: small numbers are left out.
struct AuthorityLine {
  std::string authority;
  std::vector<Share> shares;  // in the order of domain::register_figures()
};

struct RegisterReport {
  ports::ReconciliationRun run;
  std::string authority;  // empty: all of them
  std::vector<ReportLine> lines;
  std::vector<AuthorityLine> authorities;
  std::vector<core::Instant> earlier;  // when the earlier runs ended
};

// `authority`: whose own part `report` is; empty for the operator, who sees all.
RegisterReport make_register_report(const ports::RunReport& report, const std::string& authority);

}  // namespace badgewatch::app
