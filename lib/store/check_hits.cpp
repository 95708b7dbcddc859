#include "store/check_hits.hpp"

#include "store/check_rows.hpp"
#include "store/content.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <map>

namespace badgewatch::store {
namespace {

constexpr std::int64_t checks_at_once = 500;

// Next to always none is: then nothing of them is planned.
constexpr Statement select_any_unnoted{"select_any_unnoted_check", "select has_unnoted_checks()"};

constexpr Statement select_unnoted{
    "select_unnoted_checks",
    "select id, key_version, data_key, pairs, array_to_string(entries, ' ') from check_record"
    " where authority = $1 and pairs is not null and not hits_noted order by id limit $2"};

constexpr Statement note_hits{"note_check_hits", "select note_check_hits($1, $2, $3, $4)"};

constexpr Statement count_hits{"count_waiting_hits",
                               "select count(*), min(checked_at) from waiting_hits($1, $2)"};

constexpr Statement select_waiting{
    "select_waiting_hits",
    "select check_id, place from waiting_hits($1, $2) order by check_id, place"};

constexpr Statement select_in_full{
    "select_checks_in_full",
    "select actor, checked_at, watched_until, purpose, outcome, key_version, data_key, request,"
    "       answer, null::bytea, null::bytea, id"
    " from check_record where authority = $1 and id = any($2) and data_key is not null"
    " order by id"};

}  // namespace

void HitColumns::add(const ports::CheckRecord& record) {
  for (std::size_t n = 0; n < record.pairs.size(); ++n) {
    authority.add(record.authority);
    check.add(record.id);
    place.add(static_cast<std::int16_t>(n));
    checked_at.add(record.checked_at);
    entry.add_maybe(n < record.entries.size() ? std::optional(record.entries[n]) : std::nullopt);
    pair.add(record.pairs[n]);
  }
}

void HitColumns::to(Parameters& parameters) const {
  parameters.add(authority).add(check).add(place).add(checked_at).add(entry).add(pair);
}

core::Result<bool> note_unnoted_hits(Session& session, const Sealer& sealer,
                                     const std::string& authority) {
  const auto any = session.run(select_any_unnoted);
  if (!any) return any.error();
  if (!any->at<bool>(0, 0)) return false;
  const auto rows = session.run(select_unnoted, Parameters().text(authority).add(checks_at_once));
  if (!rows) return rows.error();
  if (rows->empty()) return false;
  HitColumns hits;
  for (int i = 0; i < rows->size(); ++i) {
    ports::CheckRecord record;
    record.id = rows->at<core::Uuid>(i, 0);
    record.authority = authority;
    const auto place = check_place(record);
    const auto key = sealer.unwrap(rows->raw(i, 2), rows->at<std::int16_t>(i, 1), place);
    if (!key) return key.error();
    const auto pairs = sealer.open(*key, place, "pairs", rows->raw(i, 3));
    if (!pairs) return pairs.error();
    if (auto read = read_pairs_content(*pairs, record); !read) return read.error();
    for (const auto& entry : words_of(rows->maybe<std::string>(i, 4).value_or("")))
      if (const auto id = core::Uuid::parse(entry)) record.entries.push_back(*id);
    hits.add(record);
  }
  const auto noted = session.run(
      note_hits, Parameters().add(hits.check).add(hits.place).add(hits.entry).add(hits.pair));
  if (!noted) return noted.error();
  return rows->size() == checks_at_once;
}

namespace {

core::Result<void> count_waiting(Session& session, const ports::HitsWanted& wanted,
                                 ports::WaitingHits& hits) {
  const auto most = static_cast<std::int64_t>(wanted.most_counted);
  const auto rows = session.run(count_hits, Parameters().add(core::Uuid()).add(most + 1));
  if (!rows) return rows.error();
  const auto count = rows->at<std::int64_t>(0, 0);
  hits.whole = count <= most;
  hits.count = static_cast<std::size_t>(std::min(count, most));
  hits.oldest = rows->maybe<core::Instant>(0, 1);
  return {};
}

// The places of those shown, by their checks.
core::Result<std::map<core::Uuid, std::vector<std::size_t>>> places_shown(
    Session& session, const ports::HitsWanted& wanted, bool& more) {
  const auto look = [&](const core::Uuid& after, std::size_t at_least) {
    return session.run(select_waiting,
                       Parameters().add(after).add(static_cast<std::int64_t>(at_least)));
  };
  const auto rows = look(wanted.after.value_or(core::Uuid()), wanted.at_least);
  if (!rows) return rows.error();
  std::map<core::Uuid, std::vector<std::size_t>> places;
  for (int i = 0; i < rows->size(); ++i)
    places[rows->at<core::Uuid>(i, 0)].push_back(
        static_cast<std::size_t>(rows->at<std::int16_t>(i, 1)));
  if (static_cast<std::size_t>(rows->size()) < wanted.at_least) return places;
  const auto behind = look(places.rbegin()->first, 1);
  if (!behind) return behind.error();
  more = !behind->empty();
  return places;
}

}  // namespace

core::Result<ports::WaitingHits> waiting_hits(Session& session, const Sealer& sealer,
                                              const std::string& authority,
                                              const ports::HitsWanted& wanted) {
  ports::WaitingHits hits;
  if (auto counted = count_waiting(session, wanted, hits); !counted) return counted.error();
  if (wanted.at_least == 0) return hits;
  auto places = places_shown(session, wanted, hits.more);
  if (!places) return places.error();
  if (places->empty()) return hits;
  Column<core::Uuid> checks;
  for (const auto& one : *places)
    checks.add(one.first);
  const auto rows = session.run(select_in_full, Parameters().text(authority).add(checks));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto id = rows->at<core::Uuid>(i, 11);
    auto record = check_record_of(*rows, i, authority, id, sealer);
    if (!record) return record.error();
    hits.shown.push_back({std::move(*record), std::move(places->at(id))});
  }
  return hits;
}

}  // namespace badgewatch::store
