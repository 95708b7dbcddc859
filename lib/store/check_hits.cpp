#include "store/check_hits.hpp"

#include "store/check_rows.hpp"
#include "store/content.hpp"
#include "store/rows.hpp"

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

constexpr Statement select_waiting{"select_waiting_hits",
                                   "select check_id, place, checked_at from waiting_hits($1, $2)"};

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

core::Result<std::vector<ports::WaitingHit>> waiting_hits(Session& session,
                                                          const ports::HitsWanted& wanted) {
  const auto rows = session.run(select_waiting, Parameters()
                                                    .add(wanted.after.value_or(core::Uuid()))
                                                    .add(static_cast<std::int64_t>(wanted.most)));
  if (!rows) return rows.error();
  std::vector<ports::WaitingHit> hits;
  hits.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i)
    hits.push_back({.check = rows->at<core::Uuid>(i, 0),
                    .place = static_cast<std::size_t>(rows->at<std::int16_t>(i, 1)),
                    .checked_at = rows->at<core::Instant>(i, 2)});
  return hits;
}

}  // namespace badgewatch::store
