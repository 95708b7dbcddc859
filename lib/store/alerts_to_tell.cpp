#include "store/alerts_to_tell.hpp"

#include "domain/finding.hpp"

#include <set>
#include <tuple>

namespace badgewatch::store {
namespace {

// By place: those whose pair is decided, and those beside which another alert waits for a finding.
// Few pairs are decided, so what is held against each alert is short. Earlier alerts are found by
// their entry alone: an index of authorities or kinds, which `is not distinct from` cannot use, has
// everything that an authority was ever told of.
constexpr Statement select_quiet{
    "select_quiet_alerts",
    "with wanted as materialized ("
    "  select * from unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::bytea[])"
    "         with ordinality as n(authority, kind, entry, licence, pair, place)"
    "), earlier as materialized ("
    "  select n.place, a.authority, a.pair"
    "  from wanted as n"
    "  join alert as a on a.entry = n.entry and a.licence is not distinct from n.licence"
    "                 and a.authority is not distinct from n.authority"
    "                 and a.kind is not distinct from n.kind"
    "), decided as materialized ("
    "  select p.authority, p.pair"
    "  from (select authority, pair from wanted"
    "        union"
    "        select authority, pair from earlier where pair is not null) as p"
    "  where (select f.finding from finding as f"
    "          where f.authority = p.authority and f.pair = p.pair"
    "          order by f.number desc limit 1) = any($6)"
    ")"
    " select n.place from wanted as n"
    " where exists (select from decided as d"
    "                where d.authority = n.authority and d.pair = n.pair)"
    " union"
    " select e.place from earlier as e"
    " where not exists (select from decided as d"
    "                    where d.authority = e.authority and d.pair = e.pair)"};

using AlertKey = std::tuple<std::string, std::string, core::Uuid, core::Uuid>;

AlertKey key_of(const ports::NewAlert& alert) {
  return {alert.authority, std::string(name_of(alert.kind)), alert.entry, alert.licence};
}

}  // namespace

core::Result<std::vector<const ports::NewAlert*>> alerts_to_tell(
    Session& session, std::span<const ports::NewAlert> alerts) {
  std::vector<const ports::NewAlert*> told;
  if (alerts.empty()) return told;
  Column<std::string_view> authority, kind, decided;
  Column<core::Uuid> entry, licence;
  Column<core::ByteView> pair;
  for (const auto& alert : alerts) {
    authority.add(alert.authority);
    kind.add(name_of(alert.kind));
    entry.add(alert.entry);
    licence.add(alert.licence);
    pair.add(alert.pair);
  }
  for (const auto finding : domain::findings)
    if (domain::is_decided(finding)) decided.add(name_of(finding));
  Parameters parameters;
  parameters.add(authority).add(kind).add(entry).add(licence).add(pair).add(decided);
  auto rows = session.run(select_quiet, parameters);
  if (!rows) return rows.error();
  std::vector<bool> quiet(alerts.size());
  for (int i = 0; i < rows->size(); ++i)
    quiet[static_cast<std::size_t>(rows->at<std::int64_t>(i, 0)) - 1] = true;
  std::set<AlertKey> among_these;
  for (std::size_t i = 0; i < alerts.size(); ++i)
    if (!quiet[i] && among_these.insert(key_of(alerts[i])).second) told.push_back(&alerts[i]);
  return told;
}

}  // namespace badgewatch::store
