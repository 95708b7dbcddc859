// Loading an index: every live row of one snapshot, read by several sessions at once.
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

std::string copy_of(const Slice& slice) {
  const bool is_licence = slice.kind == proof::RowKind::licence;
  return std::string("copy (select authority, id, version, ") + (is_licence ? "status" : "state") +
         ", key_version, data_key, content from " + (is_licence ? "licence" : "decision") +
         " where ctid >= '(" + std::to_string(slice.first) + ",0)' and ctid < '(" +
         std::to_string(slice.end) + ",0)') to stdout (format binary)";
}

// One row of COPY's binary form: a count of fields, then each with its length.
class CopyRow {
public:
  explicit CopyRow(core::ByteView bytes) : rest_(bytes) {}

  std::int16_t fields() { return number<std::int16_t>(2); }
  core::ByteView field() {
    const auto size = number<std::int32_t>(4);
    if (size < 0) throw std::logic_error("a null that the table does not allow");
    return take(static_cast<std::size_t>(size));
  }

private:
  template <class T>
  T number(std::size_t size) {
    T value{};
    get(take(size), value);
    return value;
  }
  core::ByteView take(std::size_t size) {
    if (size > rest_.size()) throw std::logic_error("a row of COPY ends early");
    const auto front = rest_.first(size);
    rest_ = rest_.subspan(size);
    return front;
  }
  core::ByteView rest_;
};

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

struct FreeCopied {
  void operator()(char* bytes) const { PQfreemem(bytes); }
};

constexpr std::size_t copy_header_bytes = 19;

// Reads what COPY sends; the first message begins with a header, the last is the trailer -1.
core::Result<void> read_copy(Session& session, proof::RowKind kind, const Sealer& sealer,
                             const Sink& sink) {
  std::vector<ports::IndexRow> batch;
  batch.reserve(rows_a_batch);
  bool is_first = true;
  for (;;) {
    char* buffer = nullptr;
    const int size = PQgetCopyData(session.native(), &buffer, 1);
    if (size == -1) break;
    if (size == 0) {
      if (auto waited = session.wait_for_input("snapshot"); !waited) return waited.error();
      continue;
    }
    if (size < 0) return connection_lost("snapshot");
    const std::unique_ptr<char, FreeCopied> owner(buffer);
    core::ByteView bytes(reinterpret_cast<const std::uint8_t*>(buffer),
                         static_cast<std::size_t>(size));
    if (std::exchange(is_first, false)) bytes = bytes.subspan(copy_header_bytes);
    if (bytes.size() <= 2) continue;
    auto row = read_row(bytes, kind, sealer);
    if (!row) return row.error();
    batch.push_back(std::move(*row));
    if (batch.size() < rows_a_batch) continue;
    sink(std::move(batch));
    batch = {};
    batch.reserve(rows_a_batch);
  }
  if (!batch.empty()) sink(std::move(batch));
  auto end = session.next_result("snapshot");
  while (end && *end != nullptr) {
    const Rows result(*end);
    if (PQresultStatus(*end) != PGRES_COMMAND_OK) return connection_lost("snapshot");
    end = session.next_result("snapshot");
  }
  if (!end) return end.error();
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
    const auto& slice = work.slices[at];
    auto begun = session.script("snapshot", copy_of(slice));
    if (!begun) return work.fail(begun.error());
    auto done = read_copy(session, slice.kind, sealer, sink);
    if (!done) return work.fail(done.error());
  }
}

constexpr const char* begin_snapshot =
    "begin isolation level repeatable read read only; set local statement_timeout = 0;"
    "set local idle_in_transaction_session_timeout = 0;";

// Taken after the snapshot began, so every row of it lies in these pages.
core::Result<std::vector<Slice>> slices_of(Session& session) {
  constexpr Statement sizes{"table_sizes",
                            "select pg_relation_size('licence'), pg_relation_size('decision')"};
  auto rows = session.run(sizes);
  if (!rows) return rows.error();
  std::vector<Slice> slices;
  for (const auto kind : {proof::RowKind::licence, proof::RowKind::decision}) {
    const int column = kind == proof::RowKind::licence ? 0 : 1;
    const auto pages = rows->at<std::int64_t>(0, column) / page_bytes;
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
