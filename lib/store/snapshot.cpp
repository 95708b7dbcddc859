// Loading an index: every live row of one snapshot, read by several sessions at once.
#include "store/copy_out.hpp"
#include "store/feed.hpp"
#include "store/rows.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace badgewatch::store {
namespace {

using Sink = std::function<void(std::vector<ports::IndexRow>&&)>;

constexpr std::size_t rows_a_batch = 1'000;
constexpr std::int64_t pages_a_slice = 512;
constexpr std::int64_t page_bytes = 8'192;

// A part of a table: the pages from `first` to before `end`.
struct Slice {
  proof::RowKind kind = proof::RowKind::licence;
  std::int64_t first = 0;
  std::int64_t end = 0;
};

// The table of a kind, and the column that says how a row stands.
std::pair<const char*, const char*> columns_of(proof::RowKind kind) {
  if (kind == proof::RowKind::licence) return {"licence", "status"};
  if (kind == proof::RowKind::concern) return {"concern", "''::text"};
  return {"decision", "state"};
}

std::string copy_of(const Slice& slice) {
  const auto [table, state] = columns_of(slice.kind);
  return std::string("copy (select authority, id, version, ") + state +
         ", key_version, data_key, content from " + table + " where ctid >= '(" +
         std::to_string(slice.first) + ",0)' and ctid < '(" + std::to_string(slice.end) +
         ",0)') to stdout (format binary)";
}

core::Result<ports::IndexRow> read_row(core::ByteView bytes, proof::RowKind kind,
                                       const Sealer& sealer) {
  CopyRow copied(bytes);
  if (copied.fields() != 7) throw std::logic_error("a row of COPY has other fields");
  SealedRow row{.kind = kind, .authority = core::as_text(copied.field())};
  get(copied.field(), row.id);
  get(copied.field(), row.version);
  row.state = core::as_text(copied.field());
  get(copied.field(), row.key_version);
  row.data_key = copied.field();
  row.content = copied.field();
  return index_row_of(row, sealer);
}

// In batches.
core::Result<void> read_slice(Session& session, const Slice& slice, const Sealer& sealer,
                              const Sink& sink) {
  std::vector<ports::IndexRow> batch;
  batch.reserve(rows_a_batch);
  auto done = copy_out(session, "snapshot", copy_of(slice),
                       [&](core::ByteView bytes) -> core::Result<void> {
                         auto row = read_row(bytes, slice.kind, sealer);
                         if (!row) return row.error();
                         batch.push_back(std::move(*row));
                         if (batch.size() < rows_a_batch) return {};
                         sink(std::move(batch));
                         batch = {};
                         batch.reserve(rows_a_batch);
                         return {};
                       });
  if (!done) return done;
  if (!batch.empty()) sink(std::move(batch));
  return {};
}

// The slices still to be read, and the first thing that went wrong.
struct Work {
  std::vector<Slice> slices;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::optional<core::Error> error;

  void fail(const core::Error& with) {
    const std::lock_guard lock(mutex);
    if (!error) error = with;
    next = slices.size();
  }
};

void read_slices(Session& session, Work& work, const Sealer& sealer, const Sink& sink) {
  for (;;) {
    const auto at = work.next.fetch_add(1);
    if (at >= work.slices.size()) return;
    auto done = read_slice(session, work.slices[at], sealer, sink);
    if (!done) return work.fail(done.error());
  }
}

constexpr const char* begin_snapshot =
    "begin isolation level repeatable read read only; set local statement_timeout = 0;"
    "set local idle_in_transaction_session_timeout = 0;";

// Taken after the snapshot began, so every row of it lies in these pages.
core::Result<std::vector<Slice>> slices_of(Session& session) {
  constexpr Statement sizes{"table_sizes",
                            "select pg_relation_size('licence'), pg_relation_size('decision'),"
                            "       pg_relation_size('concern')"};
  auto rows = session.run(sizes);
  if (!rows) return rows.error();
  std::vector<Slice> slices;
  int column = 0;
  for (const auto kind :
       {proof::RowKind::licence, proof::RowKind::decision, proof::RowKind::concern}) {
    const auto pages = rows->at<std::int64_t>(0, column++) / page_bytes;
    for (std::int64_t first = 0; first < pages; first += pages_a_slice)
      slices.push_back({.kind = kind, .first = first, .end = first + pages_a_slice});
  }
  return slices;
}

// Rows of which an index takes only that they are there.
core::Result<void> read_small_rows(Session& session, const Sink& sink) {
  constexpr Statement select{"small_rows",
                             "select id, revision, false from reference_file"
                             " union all"
                             " select id, version, true from frequency_table"
                             " where superseded_at is null"};
  auto rows = session.run(select);
  if (!rows) return rows.error();
  std::vector<ports::IndexRow> batch;
  for (int i = 0; i < rows->size(); ++i) {
    ports::IndexRow row;
    row.kind = rows->at<bool>(i, 2) ? proof::RowKind::frequencies : proof::RowKind::reference;
    row.id = rows->at<core::Uuid>(i, 0);
    row.version = rows->at<std::int64_t>(i, 1);
    batch.push_back(std::move(row));
  }
  if (!batch.empty()) sink(std::move(batch));
  return {};
}

}  // namespace

core::Result<proof::Head> SqlFeed::snapshot(unsigned threads, const Sink& sink) {
  auto lead = context_.open(Role::follow);
  if (!lead) return lead.error();
  if (auto begun = (*lead)->script("snapshot", begin_snapshot); !begun) return begun.error();
  auto head = read_head(**lead);
  if (!head) return head.error();
  constexpr Statement export_snapshot{"export_snapshot", "select pg_export_snapshot()"};
  auto exported = (*lead)->run(export_snapshot);
  if (!exported) return exported.error();
  const auto name = exported->at<std::string>(0, 0);
  auto slices = slices_of(**lead);
  if (!slices) return slices.error();
  if (auto done = read_small_rows(**lead, sink); !done) return done.error();

  Work work;
  work.slices = std::move(*slices);
  const auto read = [&](Session& session) {
    try {
      read_slices(session, work, context_.sealer, sink);
    } catch (const std::exception&) {
      work.fail({core::Errc::internal, "A stored record cannot be read."});
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i)
    others.emplace_back([&] {
      auto other = context_.open(Role::follow);
      if (!other) return work.fail(other.error());
      auto joined = (*other)->script(
          "snapshot", std::string(begin_snapshot) + "set transaction snapshot '" + name + "'");
      if (!joined) return work.fail(joined.error());
      read(**other);
    });
  read(**lead);
  for (auto& other : others)
    other.join();
  if (work.error) return *work.error;
  return head;
}

}  // namespace badgewatch::store
