#include "store/alert_inbox.hpp"

#include "store/alert_rows.hpp"

namespace badgewatch::store {
namespace {

const std::string select_alerts_text =
    std::string(alert_columns) +
    " where a.authority = $1 and a.number > $2 order by a.number limit $3";
const Statement select_alerts{"select_alerts", select_alerts_text.c_str()};

constexpr Statement select_events{"select_events",
                                  "select seq, type, at, data from authority_event"
                                  " where authority = $1 and seq > $2 order by seq limit $3"};

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
