#include "store/past.hpp"

#include "store/check_rows.hpp"
#include "store/content.hpp"
#include "store/entries.hpp"
#include "store/findings.hpp"
#include "store/frequencies.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <iterator>

namespace badgewatch::store {
namespace {

// An authority at a time: there is no index of checks without theirs, and who records pays for
// none.
constexpr Statement select_check{
    "select_any_check",
    "with recursive asking as ("
    "  (select authority from check_record order by authority limit 1)"
    "  union all"
    "  select (select c.authority from check_record c where c.authority > a.authority"
    "          order by c.authority limit 1)"
    "    from asking a where a.authority is not null)"
    " select c.actor, c.checked_at, c.watched_until, c.purpose, c.outcome, c.key_version,"
    "        c.data_key, c.request, c.answer, c.pairs, c.basis, c.authority"
    " from asking a join check_record c on c.authority = a.authority and c.id = $1"};

// Ids of leaves are made in the order of time, and a check's beside its own.
constexpr Statement select_leaf{
    "select_leaf_of_check",
    "select id, at, kind, authority, actor, subject, detail, salt, commitment from log_leaf"
    " where authority = $1 and id between $2 and $3 and subject = $4 and kind = 'check'"
    " order by id limit 1"};

// What a version says of kind and dates stands in its content; whether it was disputed, in the
// changes up to it.
#define BW_DISPUTED(its)                                                                   \
  "(select case c.change when 'disputed' then c.happened_on end from decision_change as c" \
  "   where c.authority = " its ".authority and c.decision = " its                         \
  ".id"                                                                                    \
  "     and c.version <= " its                                                             \
  ".version and c.change in ('disputed', 'dispute_lifted')"                                \
  "   order by c.version desc limit 1)"
constexpr Statement select_entries{
    "select_entry_versions",
    "select d.id, d.authority, d.version, d.state, d.suspension_ends_on, d.key_version, d.data_key,"
    "       d.content, " BW_DISPUTED("d")
    " from unnest($1::uuid[], $2::bigint[]) as wanted(id, version)"
    " join decision as d on d.id = wanted.id and d.version = wanted.version"
    " where d.state <> 'removed'"
    " union all"
    " select v.id, v.authority, v.version, v.state, v.suspension_ends_on, v.key_version,"
    "        v.data_key, v.content, " BW_DISPUTED("v")
    " from unnest($1::uuid[], $2::bigint[]) as wanted(id, version)"
    " join decision as d on d.id = wanted.id"
    " join decision_version as v on v.authority = d.authority and v.id = d.id"
    "      and v.version = wanted.version"
    " where v.content is not null and v.state <> 'removed'"};
#undef BW_DISPUTED

constexpr Statement select_reference{
    "select_reference_at",
    "with later as ("
    "  select distinct on (row_id) row_id, payload from feed where kind = 3 and seq > $1"
    "  order by row_id, seq)"
    " select r.kind, r.revision, r.version, r.text, l.payload"
    " from reference_file as r left join later as l on l.row_id = r.id"
    " order by r.kind"};
constexpr Statement select_revision{
    "select_reference_revision",
    "select version, text from reference_file_version where kind = $1 and revision = $2"};

core::Error unreadable(const core::Uuid& entry) {
  return {core::Errc::internal,
          "The record of decision " + entry.text() + " cannot be opened or read."};
}

core::Result<ports::EntryView> entry_of(const Rows& rows, int row, const Sealer& sealer) {
  ports::EntryView entry;
  entry.id = rows.at<core::Uuid>(row, 0);
  entry.recording_authority = rows.at<std::string>(row, 1);
  entry.version = rows.at<std::int64_t>(row, 2);
  const auto state = domain::entry_state_named(rows.at<std::string>(row, 3));
  if (!state) return unreadable(entry.id);
  entry.state = *state;
  const auto content = sealer.open(rows.raw(row, 6), rows.at<std::int16_t>(row, 5),
                                   {.table = "decision",
                                    .authority = entry.recording_authority,
                                    .id = entry.id,
                                    .version = entry.version},
                                   rows.raw(row, 7));
  if (!content) return unreadable(entry.id);
  auto decision = read_decision_content(*content);
  if (!decision) return unreadable(entry.id);
  entry.kind = decision->kind;
  entry.decided_on = decision->decided_on;
  entry.effective_on = decision->effective_on;
  entry.suspension_ends_on = rows.maybe<core::Date>(row, 4);
  entry.disputed_on = rows.maybe<core::Date>(row, 8);
  entry.subject = std::move(decision->subject);
  return entry;
}

// The first and the last id that can have been made around `at`.
core::Uuid id_at(core::Instant at, std::uint8_t rest) {
  core::Uuid id;
  const auto millis = static_cast<std::uint64_t>(at.micros / 1'000);
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  std::fill(id.bytes.begin() + 6, id.bytes.end(), rest);
  return id;
}

}  // namespace

core::Result<std::unique_ptr<ports::Past>> SqlPast::open(Context& context) {
  constexpr const char* begin =
      "begin isolation level repeatable read read only; set local statement_timeout = 0;"
      "set local idle_in_transaction_session_timeout = 0";
  auto session = open_as_owner(context.options.conninfo(Role::migrate), context.limits());
  if (!session) return session.error();
  if (auto begun = (*session)->script("past", begin); !begun) return begun.error();
  return std::unique_ptr<ports::Past>(std::make_unique<SqlPast>(context, std::move(*session)));
}

core::Result<ports::PastCheck> SqlPast::check(const core::Uuid& id) {
  const auto rows = session_->run(select_check, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such check.");
  const auto authority = rows->at<std::string>(0, 11);
  ports::PastCheck check;
  check.is_erased = rows->is_null(0, 6);
  if (check.is_erased) {
    check.record = check_facts_of(*rows, 0, authority, id);
  } else {
    auto record = check_record_of(*rows, 0, authority, id, context_.sealer);
    if (!record) return record.error();
    check.record = std::move(*record);
  }
  auto leaf = leaf_of(check.record);
  if (!leaf) return leaf.error();
  check.leaf = std::move(*leaf);
  return check;
}

core::Result<std::optional<proof::Leaf>> SqlPast::leaf_of(const ports::CheckRecord& record) {
  constexpr std::int64_t around = 10'000'000;
  const auto first = id_at({record.checked_at.micros - around}, 0x00);
  const auto last = id_at({record.checked_at.micros + around}, 0xff);
  const auto rows = session_->run(
      select_leaf, Parameters().text(record.authority).add(first).add(last).add(record.id));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<proof::Leaf>();
  proof::Leaf leaf;
  leaf.id = rows->at<core::Uuid>(0, 0);
  leaf.event = {.at = rows->at<core::Instant>(0, 1),
                .kind = rows->at<std::string>(0, 2),
                .authority = rows->at<std::string>(0, 3),
                .actor = rows->at<std::string>(0, 4),
                .subject = rows->at<core::Uuid>(0, 5),
                .detail = rows->at<std::string>(0, 6)};
  leaf.salt = rows->at<core::Hash>(0, 7);
  leaf.commitment = rows->at<core::Hash>(0, 8);
  return std::optional(std::move(leaf));
}

core::Result<std::vector<ports::EntryView>> SqlPast::entries(
    std::span<const ports::EntryAt> wanted) {
  std::vector<ports::EntryView> entries;
  Column<core::Uuid> ids;
  Column<std::int64_t> versions;
  for (const auto& one : wanted) {
    ids.add(one.id);
    versions.add(one.version);
  }
  const auto rows = session_->run(select_entries, Parameters().add(ids).add(versions));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    auto entry = entry_of(*rows, i, context_.sealer);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  if (entries.size() == wanted.size()) return entries;
  auto concerns = concerns_among(*session_, context_.sealer, ids);
  if (!concerns) return concerns.error();
  std::move(concerns->begin(), concerns->end(), std::back_inserter(entries));
  return entries;
}

core::Result<std::vector<ports::PastTable>> SqlPast::tables() {
  return past_frequencies(*session_);
}

core::Result<ports::FrequencyTable> SqlPast::table(std::int64_t version) {
  return frequencies_of_version(*session_, context_.sealer, version);
}

core::Result<std::vector<ports::ReferenceFile>> SqlPast::reference_at(std::int64_t seq) {
  const auto rows = session_->run(select_reference, Parameters().add(seq));
  if (!rows) return rows.error();
  std::vector<ports::ReferenceFile> files;
  for (int i = 0; i < rows->size(); ++i) {
    ports::ReferenceFile file{.kind = rows->at<std::string>(i, 0),
                              .version = rows->at<std::string>(i, 2),
                              .text = rows->at<std::string>(i, 3)};
    if (!rows->is_null(i, 4)) {
      proof::FeedEvent event;
      if (!proof::parse_feed_payload(rows->raw(i, 4), event))
        return core::Error(core::Errc::internal, "An event of the feed is not of its form.");
      if (event.old_version == 0) continue;
      const auto then =
          session_->run(select_revision, Parameters().text(file.kind).add(event.old_version));
      if (!then) return then.error();
      if (then->empty())
        return core::Error(core::Errc::not_found, "Reference data of that time are not kept.");
      file.version = then->at<std::string>(0, 0);
      file.text = then->at<std::string>(0, 1);
    }
    files.push_back(std::move(file));
  }
  return files;
}

core::Result<std::vector<ports::FindingRecord>> SqlPast::findings(const std::string& authority,
                                                                  std::span<const core::Hash> pairs,
                                                                  core::Instant until) {
  return findings_until(*session_, context_.sealer, authority, pairs, until);
}

}  // namespace badgewatch::store
