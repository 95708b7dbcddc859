#include "store/grant_days.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

constexpr Statement select_days_begun{"select_days_begun",
                                      "select first_day, last_day from days_begun()"};

constexpr Statement select_grants{
    "select_grants_of_days",
    "select g.granted, g.searched, u.id from grants_of_days($1, $2, $3) as g"
    " left join lateral unnest(g.unsearched) with ordinality as u(id, n) on true order by u.n"};

}  // namespace

// The longer ago a search was, the sooner it counts no more, and so does a day: neither goes back.
core::Result<std::vector<core::Date>> first_search_days(const ports::GrantsWanted& wanted,
                                                        core::Date from, core::Date to) {
  const auto counts = [&](core::Date searched_on, core::Date began_on) -> core::Result<bool> {
    const auto search = wanted.judge(began_on, {{searched_on, searched_on}});
    if (!search) return search.error();
    return *search == domain::SearchBefore::made;
  };
  std::vector<core::Date> firsts;
  auto first = std::min(wanted.searched_since, from);
  for (auto day = from; !(to < day); day = day.plus_days(1)) {
    // Where a longer period begins, further back.
    while (wanted.searched_since < first) {
      const auto earlier = counts(first.plus_days(-1), day);
      if (!earlier) return earlier.error();
      if (!*earlier) break;
      first = first.plus_days(-1);
    }
    while (first < day) {
      const auto good = counts(first, day);
      if (!good) return good.error();
      if (*good) break;
      first = first.plus_days(1);
    }
    firsts.push_back(first);
  }
  return firsts;
}

core::Result<CountedGrants> count_grants(Session& session, const ports::GrantsWanted& wanted) {
  const auto begun = session.run(select_days_begun, {});
  if (!begun) return begun.error();
  CountedGrants counted;
  if (begun->is_null(0, 0)) return counted;
  const auto from = std::max(wanted.from, begun->at<core::Date>(0, 0));
  const auto to = std::min(wanted.to, begun->at<core::Date>(0, 1));
  const auto firsts = first_search_days(wanted, from, to);
  if (!firsts) return firsts.error();
  if (firsts->empty()) return counted;
  Column<core::Date> days, since;
  for (auto day = from; const auto first : *firsts) {
    days.add(day);
    since.add(first);
    day = day.plus_days(1);
  }
  const auto rows =
      session.run(select_grants, Parameters().add(days).add(since).add(static_cast<std::int64_t>(
                                     std::min<std::size_t>(wanted.most, 1'000'000'000))));
  if (!rows) return rows.error();
  if (rows->empty()) return counted;
  counted.granted = static_cast<std::size_t>(rows->at<std::int64_t>(0, 0));
  counted.searched = static_cast<std::size_t>(rows->at<std::int64_t>(0, 1));
  for (int i = 0; i < rows->size(); ++i)
    if (!rows->is_null(i, 2)) counted.unsearched.push_back(rows->at<core::Uuid>(i, 2));
  return counted;
}

}  // namespace badgewatch::store
