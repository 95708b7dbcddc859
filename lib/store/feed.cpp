#include "store/feed.hpp"

#include "store/content.hpp"
#include "store/frequencies.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_feed{
    "select_feed",
    "select f.seq, f.payload, f.chain,"
    "       coalesce(l.authority, d.authority, c.authority),"
    "       coalesce(l.version, d.version, r.revision, t.version, c.version),"
    "       coalesce(l.status, d.state), coalesce(l.key_version, d.key_version, c.key_version),"
    "       coalesce(l.data_key, d.data_key, c.data_key),"
    "       coalesce(l.content, d.content, c.content)"
    " from (select * from feed where seq > $1 order by seq limit $2) as f"
    " left join licence as l on f.kind = 1 and l.authority = f.authority and l.id = f.row_id"
    " left join decision as d on f.kind = 2 and d.authority = f.authority and d.id = f.row_id"
    " left join reference_file as r on f.kind = 3 and r.id = f.row_id"
    " left join frequency_table as t on f.kind = 4 and t.superseded_at is null"
    " left join concern as c on f.kind = 5 and c.authority = f.authority and c.id = f.row_id"
    " order by f.seq"};

// With the same columns, and rows of entries alone.
constexpr Statement select_entries{
    "select_entries_of_feed",
    "select f.seq, f.payload, f.chain, coalesce(d.authority, c.authority),"
    "       coalesce(d.version, c.version), d.state, coalesce(d.key_version, c.key_version),"
    "       coalesce(d.data_key, c.data_key), coalesce(d.content, c.content)"
    " from (select * from feed where seq > $1 order by seq limit $2) as f"
    " left join decision as d on f.kind = 2 and d.authority = f.authority and d.id = f.row_id"
    " left join concern as c on f.kind = 5 and c.authority = f.authority and c.id = f.row_id"
    " order by f.seq"};

// Of reference data and tables of frequencies an index takes only that they are there.
bool is_sealed(proof::RowKind kind) {
  return kind == proof::RowKind::licence || kind == proof::RowKind::decision ||
         kind == proof::RowKind::concern;
}

core::Result<ports::FeedStep> step_of(const Rows& rows, int row, const Sealer& sealer) {
  ports::FeedStep step;
  step.event.seq = rows.at<std::int64_t>(row, 0);
  if (!proof::parse_feed_payload(rows.raw(row, 1), step.event))
    return core::Error(core::Errc::internal, "An event of the feed is not of its form.");
  step.chain = rows.at<core::Hash>(row, 2);
  if (rows.is_null(row, 4)) return step;

  SealedRow sealed{
      .kind = step.event.kind, .id = step.event.row, .version = rows.at<std::int64_t>(row, 4)};
  if (is_sealed(sealed.kind)) {
    sealed.authority = core::as_text(rows.raw(row, 3));
    if (!rows.is_null(row, 5)) sealed.state = core::as_text(rows.raw(row, 5));
    sealed.key_version = rows.at<std::int16_t>(row, 6);
    sealed.data_key = rows.raw(row, 7);
    sealed.content = rows.raw(row, 8);
  }
  auto index_row = index_row_of(sealed, sealer);
  if (!index_row) return index_row.error();
  step.row = std::move(*index_row);
  return step;
}

}  // namespace

namespace {

std::string_view table_of(proof::RowKind kind) {
  if (kind == proof::RowKind::concern) return "concern";
  return kind == proof::RowKind::licence ? "licence" : "decision";
}

// Which one it is, for the operator: an id is no particular.
core::Error unreadable(const SealedRow& row) {
  return {core::Errc::internal, "The record of " +
                                    (std::string(table_of(row.kind)) + " " + row.id.text()) +
                                    " cannot be opened or read."};
}

}  // namespace

core::Result<ports::IndexRow> index_row_of(const SealedRow& row, const Sealer& sealer) {
  ports::IndexRow result;
  result.kind = row.kind;
  result.id = row.id;
  result.version = row.version;
  result.authority = row.authority;
  if (!is_sealed(row.kind)) return result;

  if (row.kind == proof::RowKind::licence) {
    const auto status = domain::licence_status_named(row.state);
    if (!status) return unreadable(row);
    result.licence_status = *status;
  } else if (row.kind == proof::RowKind::decision) {
    const auto state = domain::entry_state_named(row.state);
    if (!state) return unreadable(row);
    result.entry_state = *state;
  }
  const auto content = sealer.open(row.data_key, row.key_version,
                                   {.table = table_of(row.kind),
                                    .authority = row.authority,
                                    .id = row.id,
                                    .version = row.version},
                                   row.content);
  if (!content) return unreadable(row);
  auto person = read_person_of(*content);
  if (!person) return unreadable(row);
  result.person = std::move(*person);
  return result;
}

core::Result<Session*> SqlFeed::session() {
  if (session_ && session_->is_usable()) return session_.get();
  auto opened = context_.open(Role::follow);
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<proof::Head> SqlFeed::head() {
  auto open = session();
  if (!open) return open.error();
  return read_head(**open);
}

core::Result<std::vector<ports::FeedStep>> SqlFeed::after(std::int64_t seq, std::size_t limit) {
  return read(select_feed, seq, limit);
}

core::Result<std::vector<ports::FeedStep>> SqlFeed::entries_after(std::int64_t seq,
                                                                  std::size_t limit) {
  return read(select_entries, seq, limit);
}

core::Result<std::vector<ports::FeedStep>> SqlFeed::read(const Statement& statement,
                                                         std::int64_t seq, std::size_t limit) {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(statement, Parameters().add(seq).add(static_cast<std::int64_t>(limit)));
  if (!rows) return rows.error();
  std::vector<ports::FeedStep> steps;
  steps.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    auto step = step_of(*rows, i, context_.sealer);
    // What comes before it is good.
    if (!step && !steps.empty()) break;
    if (!step) return step.error();
    steps.push_back(std::move(*step));
  }
  return steps;
}

core::Result<std::optional<ports::FrequencyTable>> SqlFeed::frequencies() {
  auto open = session();
  if (!open) return open.error();
  return newest_frequencies(**open, context_.sealer);
}

}  // namespace badgewatch::store
