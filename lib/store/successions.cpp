#include "store/successions.hpp"

#include "store/context.hpp"
#include "store/licence_writes.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement take_over_all{"take_over",
                                  "select take_over($1::text[], $2, $3, $4::date[], $5,"
                                  " $6::boolean[], $7::text[], $8::uuid[], $9::text[],"
                                  " $10::text[])"};
constexpr Statement hand_on_some{"hand_on_events", "select hand_on_events($1, $2)"};

constexpr Statement select_taken{
    "select_taken_over",
    "select former, successor, holder, since, is_rest from succession where through is null"
    " order by since, former collate \"C\", is_rest desc, successor collate \"C\""};
constexpr Statement select_holdings{"select_holdings",
                                    "select entries, licences, concerns, requests, duties, alerts, "
                                    "officers, keys, clients, webhooks"
                                    " from holdings_of($1)"};

constexpr Statement select_licences_named{
    "select_licences_named",
    "select n.place, l.id from unnest($2::bytea[]) with ordinality as n(number_index, place)"
    " join licence as l on l.authority = $1 and l.number_index = n.number_index"
    " where is_held($1, l.id, $3)"};
constexpr Statement select_records_named{
    "select_records_named",
    "select n.place, n.id from unnest($2::text[], $3::uuid[]) with ordinality as n(kind, id, place)"
    " where case n.kind"
    "   when 'entry' then exists (select from decision as d where d.authority = $1 and d.id = n.id)"
    "   when 'concern' then exists (select from concern as c where c.authority = $1 and c.id = "
    "n.id)"
    "     or exists (select from concern_issuer as i where i.authority = $1 and i.concern = n.id)"
    "   when 'request' then exists (select from disclosure_request as r"
    "                                where r.asked_by = $1 and r.id = n.id)"
    "     or exists (select from rectification_request as r"
    "                 where r.received_by = $1 and r.id = n.id)"
    "   when 'officer' then exists (select from officer as o where o.authority = $1 and o.id = "
    "n.id)"
    "   else false end and is_held($1, n.id, $4)"};

}  // namespace

SqlSuccessions::SqlSuccessions(Context& context) : context_(context) {}
SqlSuccessions::~SqlSuccessions() = default;

core::Result<Session*> SqlSuccessions::session() {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::watch);
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
                                                    std::span<const domain::Share> shares,
                                                    core::Instant now) {
  if (happened.empty()) return std::size_t{0};
  Column<std::string_view> formers, successors, holders;
  Column<core::Date> days;
  Column<bool> rests;
  Column<std::string_view> shared_by, shared_to, ways;
  Column<core::Uuid> shared;
  for (const auto& one : happened) {
    formers.add(one.former);
    successors.add(one.successor);
    holders.add(one.holder);
    days.add(one.since);
    rests.add(one.is_rest);
    ways.add(one.through);
  }
  for (const auto& one : shares) {
    shared_by.add(one.former);
    shared.add(one.record);
    shared_to.add(one.successor);
  }
  Parameters parameters;
  parameters.add(formers).add(successors).add(holders).add(days).add(now);
  parameters.add(rests).add(shared_by).add(shared).add(shared_to).add(ways);
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
                     .since = rows->at<core::Date>(i, 3),
                     .is_rest = rows->at<bool>(i, 4)});
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

core::Result<std::vector<std::optional<core::Uuid>>> records_named(
    const std::string& conninfo, const Sealer& sealer, const std::string& authority,
    std::span<const NamedRecord> named, const std::string& held_by) {
  std::vector<core::Hash> numbers(named.size());
  Column<core::ByteView> indexes;
  Column<std::string_view> kinds;
  Column<core::Uuid> ids;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto& one = named[i];
    numbers[i] = one.kind == "licence" ? number_index(sealer, authority, one.record) : core::Hash{};
    indexes.add(numbers[i]);
    kinds.add(one.kind);
    ids.add(core::Uuid::parse(one.record).value_or(core::Uuid{}));
  }
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  std::vector<std::optional<core::Uuid>> found(named.size());
  const auto take = [&](const core::Result<Rows>& rows) {
    for (int i = 0; i < rows->size(); ++i)
      found[static_cast<std::size_t>(rows->at<std::int64_t>(i, 0) - 1)] =
          rows->at<core::Uuid>(i, 1);
  };
  const auto licences = (*session)->run(select_licences_named,
                                        Parameters().text(authority).add(indexes).text(held_by));
  if (!licences) return licences.error();
  take(licences);
  const auto records = (*session)->run(
      select_records_named, Parameters().text(authority).add(kinds).add(ids).text(held_by));
  if (!records) return records.error();
  take(records);
  return found;
}

}  // namespace badgewatch::store
