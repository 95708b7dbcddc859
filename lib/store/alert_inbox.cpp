#include "store/alert_inbox.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

// A licence is never deleted while an alert names it, but an alert without one is still shown.
constexpr Statement select_alerts{
    "select_alerts",
    "select a.id, a.number, a.raised_at, a.kind, a.state, a.entry_type, a.entry,"
    "       a.recording_authority, a.band, a.probability, l.id, l.version, l.key_version,"
    "       l.data_key, l.content, a.change, a.changed_on, a.check_id,"
    "       d.kind, d.about_type, d.about, a.request"
    " from alert as a"
    " left join licence as l on l.authority = a.authority and l.id = a.licence"
    " left join duty as d"
    "   on a.kind = 'duty_due' and d.authority = a.authority and d.id = a.entry"
    " where a.authority = $1 and a.number > $2 order by a.number limit $3"};

constexpr Statement select_events{"select_events",
                                  "select seq, type, at, data from authority_event"
                                  " where authority = $1 and seq > $2 order by seq limit $3"};

constexpr Statement select_last{"select_last_numbers",
                                "select alerts, seq from authority_event_head"
                                " where authority = $1"};

constexpr Statement select_position{"select_watch_position", "select seq from watched_place()"};

core::Result<ports::Alert> alert_of(const Rows& rows, int row, const std::string& authority,
                                    const Sealer& sealer) {
  ports::Alert alert;
  alert.id = rows.at<core::Uuid>(row, 0);
  alert.number = rows.at<std::int64_t>(row, 1);
  alert.raised_at = rows.at<core::Instant>(row, 2);
  const auto kind = domain::alert_kind_named(rows.at<std::string>(row, 3));
  const auto state = domain::alert_state_named(rows.at<std::string>(row, 4));
  if (!kind || !state) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  alert.kind = *kind;
  alert.state = *state;
  alert.entry_type = rows.at<std::string>(row, 5);
  alert.entry = rows.at<core::Uuid>(row, 6);
  alert.recording_authority = rows.at<std::string>(row, 7);
  if (!rows.is_null(row, 8)) alert.band = rows.at<std::string>(row, 8);
  alert.probability = rows.maybe<double>(row, 9).value_or(0);
  if (!rows.is_null(row, 15)) alert.change = rows.at<std::string>(row, 15);
  alert.changed_on = rows.maybe<core::Date>(row, 16);
  alert.check = rows.maybe<core::Uuid>(row, 17);
  if (!rows.is_null(row, 18))
    if (const auto duty = domain::duty_kind_named(rows.at<std::string>(row, 18)))
      alert.duty =
          ports::AlertedDuty{*duty, {rows.at<std::string>(row, 19), rows.at<core::Uuid>(row, 20)}};
  alert.request = rows.maybe<core::Uuid>(row, 21);
  if (rows.is_null(row, 10)) return alert;

  const auto content = sealer.open(rows.raw(row, 13), rows.at<std::int16_t>(row, 12),
                                   {.table = "licence",
                                    .authority = authority,
                                    .id = rows.at<core::Uuid>(row, 10),
                                    .version = rows.at<std::int64_t>(row, 11)},
                                   rows.raw(row, 14));
  if (!content) return content.error();
  auto licence = read_licence_content(*content);
  if (!licence) return licence.error();
  alert.licence_number = std::move(licence->licence_number);
  return alert;
}

enum class Numbers { of_alerts, of_events };  // in the order of select_last's columns

// For an empty page: nothing has come behind `after`, or that number was never given.
core::Result<void> check_given(Session& session, const ports::Caller& caller, std::int64_t after,
                               Numbers which) {
  if (after == 0) return {};
  auto rows = session.run(select_last, Parameters().text(caller.authority));
  if (!rows) return rows.error();
  const auto last = rows->empty() ? 0 : rows->at<std::int64_t>(0, static_cast<int>(which));
  if (after > last) return ports::never_given();
  return {};
}

Parameters page(const ports::Caller& caller, std::int64_t after, std::size_t limit) {
  return std::move(
      Parameters().text(caller.authority).add(after).add(static_cast<std::int64_t>(limit)));
}

}  // namespace

core::Result<std::vector<ports::Alert>> SqlAlertInbox::alerts(const ports::Caller& caller,
                                                              std::int64_t after,
                                                              std::size_t limit) {
  return as_authority(
      context_, caller.authority, [&](Session& session) -> core::Result<std::vector<ports::Alert>> {
        auto rows = session.run(select_alerts, page(caller, after, limit));
        if (!rows) return rows.error();
        std::vector<ports::Alert> alerts;
        for (int i = 0; i < rows->size(); ++i) {
          auto alert = alert_of(*rows, i, caller.authority, context_.sealer);
          if (!alert) return alert.error();
          alerts.push_back(std::move(*alert));
        }
        if (alerts.empty())
          if (auto given = check_given(session, caller, after, Numbers::of_alerts); !given)
            return given.error();
        return alerts;
      });
}

core::Result<std::vector<ports::Event>> SqlAlertInbox::events(const ports::Caller& caller,
                                                              std::int64_t after,
                                                              std::size_t limit) {
  return as_authority(
      context_, caller.authority, [&](Session& session) -> core::Result<std::vector<ports::Event>> {
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
