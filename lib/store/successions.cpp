#include "store/successions.hpp"

#include "store/migrations.hpp"
#include "store/rows.hpp"
#include "store/session.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement take_over_all{"take_over",
                                  "select take_over($1::text[], $2, $3, $4::date[], $5)"};
constexpr Statement hand_on_some{"hand_on_events", "select hand_on_events($1, $2)"};

constexpr Statement select_taken{
    "select_taken_over",
    "select former, successor, holder, since from succession order by since, former collate \"C\""};
constexpr Statement select_holdings{"select_holdings",
                                    "select entries, licences, concerns, requests, duties, alerts, "
                                    "officers, keys, clients, webhooks"
                                    " from holdings_of($1)"};

}  // namespace

SqlSuccessions::SqlSuccessions(std::function<std::string()> conninfo)
    : conninfo_(std::move(conninfo)) {}
SqlSuccessions::~SqlSuccessions() = default;

core::Result<Session*> SqlSuccessions::session() {
  if (!session_ || !session_->is_usable()) {
    auto opened = Session::open(conninfo_(), {});
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  return session_.get();
}

core::Result<std::size_t> SqlSuccessions::counted(const Statement& statement,
                                                  const Parameters& parameters) {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(statement, parameters);
  if (!rows) return rows.error();
  return static_cast<std::size_t>(rows->at<std::int64_t>(0, 0));
}

core::Result<std::size_t> SqlSuccessions::take_over(std::span<const domain::Succession> happened,
                                                    core::Instant now) {
  if (happened.empty()) return std::size_t{0};
  Column<std::string_view> formers, successors, holders;
  Column<core::Date> days;
  for (const auto& one : happened) {
    formers.add(one.former);
    successors.add(one.successor);
    holders.add(one.holder);
    days.add(one.since);
  }
  Parameters parameters;
  parameters.add(formers).add(successors).add(holders).add(days).add(now);
  return counted(take_over_all, parameters);
}

core::Result<std::size_t> SqlSuccessions::hand_on(core::Instant now, std::size_t most) {
  return counted(hand_on_some, Parameters().add(now).add(static_cast<std::int64_t>(most)));
}

core::Result<std::vector<domain::Succession>> taken_over(const std::string& conninfo) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(select_taken);
  if (!rows) return rows.error();
  std::vector<domain::Succession> taken;
  for (int i = 0; i < rows->size(); ++i)
    taken.push_back({.former = rows->at<std::string>(i, 0),
                     .successor = rows->at<std::string>(i, 1),
                     .holder = rows->at<std::string>(i, 2),
                     .since = rows->at<core::Date>(i, 3)});
  return taken;
}

core::Result<ports::Holdings> holdings_of(const std::string& conninfo,
                                          const std::string& authority) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(select_holdings, Parameters().text(authority));
  if (!rows) return rows.error();
  const auto count = [&](int column) { return rows->at<std::int64_t>(0, column); };
  return ports::Holdings{.entries = count(0),
                         .licences = count(1),
                         .concerns = count(2),
                         .requests = count(3),
                         .duties = count(4),
                         .alerts = count(5),
                         .officers = count(6),
                         .keys = count(7),
                         .clients = count(8),
                         .webhooks = count(9)};
}

}  // namespace badgewatch::store
