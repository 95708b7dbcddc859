#include "store/alert_inbox.hpp"

#include "store/alert_rows.hpp"

namespace badgewatch::store {
namespace {

const std::string select_alerts_text =
    std::string(alert_columns) +
    " where a.authority = $1 and a.number > $2 order by a.number limit $3";
const Statement select_alerts{"select_alerts", select_alerts_text.c_str()};

// Numbers have no gap: what another successor of a divided authority was told keeps its own, and
// says no more.
constexpr Statement select_events{
    "select_events",
    "select e.seq, case when e.is_gone then 'matter.handed_on' else e.type end, e.at,"
    "       case when e.is_gone then '{}' else e.data end"
    " from (select o.seq, o.type, o.at, o.data,"
    "              (select exists (select from succession as s"
    "                               where s.former = $1 and not s.is_rest))"
    "              and not is_event_in_hand(o.data) as is_gone"
    "       from authority_event as o"
    "       where o.authority = $1 and o.seq > $2 order by o.seq limit $3) as e"
    " order by e.seq"};

constexpr Statement select_position{"select_watch_position", "select seq from watched_place()"};

Parameters page(const ports::Caller& caller, std::int64_t after, std::size_t limit) {
  return std::move(
      Parameters().text(caller.authority).add(after).add(static_cast<std::int64_t>(limit)));
}

}  // namespace

core::Result<std::vector<ports::Alert>> SqlAlertInbox::alerts(const ports::Caller& caller,
                                                              std::int64_t after,
                                                              std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::Alert>> {
        auto rows = session.run(select_alerts, page(caller, after, limit));
        if (!rows) return rows.error();
        auto alerts = read_alerts(*rows, context_.sealer);
        if (alerts && alerts->empty())
          if (auto given = check_given(session, caller, after, Numbers::of_alerts); !given)
            return given.error();
        return alerts;
      });
}

core::Result<std::vector<ports::Event>> SqlAlertInbox::events(const ports::Caller& caller,
                                                              std::int64_t after,
                                                              std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::Event>> {
        auto rows = session.run(select_events, page(caller, after, limit));
        if (!rows) return rows.error();
        std::vector<ports::Event> events;
        for (int i = 0; i < rows->size(); ++i)
          events.push_back({.seq = rows->at<std::int64_t>(i, 0),
                            .type = rows->at<std::string>(i, 1),
                            .at = rows->at<core::Instant>(i, 2),
                            .data = rows->at<std::string>(i, 3)});
        if (events.empty())
          if (auto given = check_given(session, caller, after, Numbers::of_events); !given)
            return given.error();
        return events;
      });
}

core::Result<std::int64_t> SqlAlertInbox::watched_position() {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  auto rows = (*lease)->run(select_position);
  if (!rows) return rows.error();
  return rows->at<std::int64_t>(0, 0);
}

}  // namespace badgewatch::store
