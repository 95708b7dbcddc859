#include "store/alert_clocks.hpp"

#include "store/duties.hpp"

#include <map>

namespace badgewatch::store {

namespace {

// One that somebody is changing is looked at the next time.
constexpr Statement take_alerts{
    "take_alerts_without_clock",
    "with taken as ("
    "  select authority, id from alert where not has_clock order by raised_at limit $1"
    "  for update skip locked)"
    " update alert as a set has_clock = true from taken as t"
    " where a.authority = t.authority and a.id = t.id"
    " returning a.authority, a.id, a.raised_at,"
    "           a.state in ('raised', 'seen') and a.kind <> 'duty_due'"};

}  // namespace

core::Result<std::size_t> SqlAlertClocks::begin(const core::WorkingDays& calendar,
                                                const domain::Periods& periods, std::size_t most) {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::watch);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  if (auto begun = session_->script("begin", "begin"); !begun) return begun.error();
  const auto taken = begin_in_transaction(calendar, periods, most);
  if (!taken || *taken == 0) {
    session_->rollback();
    return taken;
  }
  if (auto done = session_->commit(); !done) return done.error();
  return taken;
}

core::Result<std::size_t> SqlAlertClocks::begin_in_transaction(const core::WorkingDays& calendar,
                                                               const domain::Periods& periods,
                                                               std::size_t most) {
  auto rows = session_->run(take_alerts, Parameters().add(static_cast<std::int64_t>(most)));
  if (!rows) return rows.error();
  // Reckoned once for all alerts of an authority from one day.
  std::map<std::pair<std::string, core::Date>, domain::Duty> reckoned;
  std::vector<domain::Duty> duties;
  for (int i = 0; i < rows->size(); ++i) {
    if (!rows->at<bool>(i, 3)) continue;
    const auto authority = rows->at<std::string>(i, 0);
    const auto from = core::uk_date(rows->at<core::Instant>(i, 2));
    auto known = reckoned.find({authority, from});
    if (known == reckoned.end()) {
      auto duty = domain::open_duty({.authority = authority,
                                     .kind = domain::DutyKind::acknowledge_alert,
                                     .about = {"alert", {}},
                                     .from = from},
                                    calendar, periods);
      if (!duty) return duty.error();
      known = reckoned.emplace(std::pair(authority, from), std::move(*duty)).first;
    }
    duties.push_back(known->second);
    duties.back().about.id = rows->at<core::Uuid>(i, 1);
  }
  if (auto opened = open_duties(*session_, context_, duties); !opened) return opened.error();
  return static_cast<std::size_t>(rows->size());
}

}  // namespace badgewatch::store
