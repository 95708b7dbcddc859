// Every row as it was at a place of the feed: the rows of now, taken back over the events since.
#include "store/copy_out.hpp"
#include "store/feed.hpp"
#include "store/past.hpp"
#include "store/rows.hpp"

#include <map>
#include <unordered_map>

namespace badgewatch::store {
namespace {

using Sink = std::function<void(std::vector<ports::IndexRow>&&)>;

constexpr std::size_t rows_a_batch = 1'000;

constexpr Statement select_place{"select_feed_place", "select chain from feed where seq = $1"};

constexpr Statement select_versions{
    "select_decision_versions",
    "select v.authority, v.id, v.version, v.state, v.key_version, v.data_key, v.content"
    " from unnest($1::text[], $2::uuid[], $3::bigint[]) as wanted(authority, id, version)"
    " join decision_version as v on v.authority = wanted.authority and v.id = wanted.id"
    "      and v.version = wanted.version"
    " where v.content is not null"};

constexpr Statement select_present{"select_present_decisions",
                                   "select id from decision where id = any($1)"};

// A row that has changed since: as it was before the first of these changes.
struct Before {
  std::string authority;
  std::int64_t version = 0;  // 0: it was not there
};
using ChangedSince = std::map<proof::RowKind, std::unordered_map<core::Uuid, Before>>;

// Hands rows over in batches.
class Batches {
public:
  explicit Batches(const Sink& sink) : sink_(sink) {}
  void add(ports::IndexRow row) {
    rows_.push_back(std::move(row));
    if (rows_.size() >= rows_a_batch) flush();
  }
  void count(proof::RowKind kind, const core::Uuid& id, std::int64_t version) {
    ports::IndexRow row;
    row.kind = kind;
    row.id = id;
    row.version = version;
    row.is_counted_only = true;
    add(std::move(row));
  }
  void flush() {
    if (!rows_.empty()) sink_(std::move(rows_));
    rows_ = {};
  }

private:
  const Sink& sink_;
  std::vector<ports::IndexRow> rows_;
};

core::Result<core::Hash> chain_at(Session& session, std::int64_t seq) {
  if (seq == 0) return core::Hash{};
  auto rows = session.run(select_place, Parameters().add(seq));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "The feed has no such place.");
  return rows->at<core::Hash>(0, 0);
}

// Walks from `then` to the head: what changed, and whether the chain leads there. On the way
// `then` gets the count and the digest that it must have had, reckoned back from the head's.
core::Result<ChangedSince> walk(Session& session, proof::Head& then, const proof::Head& now) {
  ChangedSince changed;
  proof::Head at{.position = then.position, .live = 0, .digest = {}};
  const auto copy = "copy (select seq, authority, payload from feed where seq > " +
                    std::to_string(then.position.seq) + " order by seq) to stdout (format binary)";
  auto done =
      copy_out(session, "feed_since", copy, [&](core::ByteView bytes) -> core::Result<void> {
        CopyRow row(bytes);
        (void)row.fields();
        proof::FeedEvent event;
        get(row.field(), event.seq);
        const auto authority = row.field();
        if (!proof::parse_feed_payload(row.field(), event) || event.seq != at.position.seq + 1)
          return core::Error(core::Errc::internal,
                             "An event of the feed is missing or not of its form.");
        proof::advance(at, event);
        changed[event.kind].try_emplace(
            event.row, Before{std::string(core::as_text(authority)), event.old_version});
        return {};
      });
  if (!done) return done.error();
  if (at.position.seq != now.position.seq || at.position.chain != now.position.chain)
    return core::Error(core::Errc::internal,
                       "The feed's chain does not lead from the check's place to its head.");
  then.live = now.live - at.live;
  then.digest = now.digest;
  then.digest.remove(at.digest.value());
  return changed;
}

bool has_changed(const ChangedSince& changed, proof::RowKind kind, const core::Uuid& id) {
  const auto its = changed.find(kind);
  return its != changed.end() && its->second.contains(id);
}

core::Result<void> count_licences(Session& session, const ChangedSince& changed, Batches& out) {
  return copy_out(session, "licences_now",
                  "copy (select id, version from licence) to stdout (format binary)",
                  [&](core::ByteView bytes) -> core::Result<void> {
                    CopyRow row(bytes);
                    (void)row.fields();
                    core::Uuid id;
                    std::int64_t version = 0;
                    get(row.field(), id);
                    get(row.field(), version);
                    if (!has_changed(changed, proof::RowKind::licence, id))
                      out.count(proof::RowKind::licence, id, version);
                    return {};
                  });
}

// `copy` gives authority, id, version, state, key_version, data_key, content.
core::Result<void> read_sealed(Session& session, const char* name, const char* copy,
                               proof::RowKind kind, const ChangedSince& changed,
                               const Sealer& sealer, Batches& out) {
  return copy_out(session, name, copy, [&](core::ByteView bytes) -> core::Result<void> {
    CopyRow copied(bytes);
    (void)copied.fields();
    SealedRow sealed{.kind = kind, .authority = core::as_text(copied.field())};
    get(copied.field(), sealed.id);
    get(copied.field(), sealed.version);
    sealed.state = core::as_text(copied.field());
    get(copied.field(), sealed.key_version);
    sealed.data_key = copied.field();
    sealed.content = copied.field();
    if (has_changed(changed, sealed.kind, sealed.id)) return {};
    auto row = index_row_of(sealed, sealer);
    if (!row) return row.error();
    out.add(std::move(*row));
    return {};
  });
}

core::Result<void> read_decisions(Session& session, const ChangedSince& changed,
                                  const Sealer& sealer, Batches& out) {
  return read_sealed(
      session, "decisions_now",
      "copy (select authority, id, version, state, key_version, data_key, content from decision)"
      " to stdout (format binary)",
      proof::RowKind::decision, changed, sealer, out);
}

// Whom a concern is about never changes: those of then are those of now that came before.
core::Result<void> read_concerns(Session& session, const ChangedSince& changed,
                                 const Sealer& sealer, Batches& out) {
  return read_sealed(
      session, "concerns_now",
      "copy (select authority, id, version, '', key_version, data_key, content from concern)"
      " to stdout (format binary)",
      proof::RowKind::concern, changed, sealer, out);
}

core::Result<void> count_small_rows(Session& session, const ChangedSince& changed, Batches& out) {
  constexpr Statement select{"small_rows_now",
                             "select id, revision, false from reference_file"
                             " union all"
                             " select id, version, true from frequency_table"
                             " where superseded_at is null"};
  auto rows = session.run(select);
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto kind =
        rows->at<bool>(i, 2) ? proof::RowKind::frequencies : proof::RowKind::reference;
    const auto id = rows->at<core::Uuid>(i, 0);
    if (!has_changed(changed, kind, id)) out.count(kind, id, rows->at<std::int64_t>(i, 1));
  }
  return {};
}

// Entries that have changed since, in the versions that they had.
core::Result<std::vector<ports::LostEntry>> read_versions(
    Session& session, const std::unordered_map<core::Uuid, Before>& entries, const Sealer& sealer,
    Batches& out) {
  Column<std::string_view> authority;
  Column<core::Uuid> id;
  Column<std::int64_t> version;
  std::unordered_map<core::Uuid, std::int64_t> left;
  for (const auto& [entry, before] : entries) {
    if (before.version == 0) continue;
    authority.add(before.authority);
    id.add(entry);
    version.add(before.version);
    left.emplace(entry, before.version);
  }
  auto rows = session.run(select_versions, Parameters().add(authority).add(id).add(version));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto its_authority = rows->at<std::string>(i, 0);
    const auto state = rows->at<std::string>(i, 3);
    SealedRow sealed{.kind = proof::RowKind::decision, .authority = its_authority};
    sealed.id = rows->at<core::Uuid>(i, 1);
    sealed.version = rows->at<std::int64_t>(i, 2);
    sealed.state = state;
    sealed.key_version = rows->at<std::int16_t>(i, 4);
    sealed.data_key = rows->raw(i, 5);
    sealed.content = rows->raw(i, 6);
    auto row = index_row_of(sealed, sealer);
    if (!row) return row.error();
    left.erase(sealed.id);
    out.add(std::move(*row));
  }
  std::vector<ports::LostEntry> lost;
  if (left.empty()) return lost;
  Column<core::Uuid> gone;
  for (const auto& [entry, its_version] : left) {
    out.count(proof::RowKind::decision, entry, its_version);
    gone.add(entry);
  }
  auto present = session.run(select_present, Parameters().add(gone));
  if (!present) return present.error();
  for (int i = 0; i < present->size(); ++i) {
    const auto entry = present->at<core::Uuid>(i, 0);
    lost.push_back({.id = entry, .is_erased = false});
    left.erase(entry);
  }
  for (const auto& [entry, its_version] : left)
    lost.push_back({.id = entry, .is_erased = true});
  return lost;
}

}  // namespace

core::Result<ports::PastRows> SqlPast::rows_at(std::int64_t seq, const Sink& sink) {
  auto& session = *session_;
  const auto now = read_head(session);
  if (!now) return now.error();
  if (seq < 0 || seq > now->position.seq)
    return core::Error(core::Errc::not_found, "The feed has no such place.");
  const auto chain = chain_at(session, seq);
  if (!chain) return chain.error();
  ports::PastRows past;
  past.head.position = {.epoch = now->position.epoch, .seq = seq, .chain = *chain};
  const auto changed = walk(session, past.head, *now);
  if (!changed) return changed.error();

  Batches out(sink);
  if (auto done = count_licences(session, *changed, out); !done) return done.error();
  if (auto done = read_decisions(session, *changed, context_.sealer, out); !done)
    return done.error();
  if (auto done = read_concerns(session, *changed, context_.sealer, out); !done)
    return done.error();
  if (auto done = count_small_rows(session, *changed, out); !done) return done.error();
  for (const auto& [kind, rows] : *changed) {
    if (kind == proof::RowKind::decision) {
      auto lost = read_versions(session, rows, context_.sealer, out);
      if (!lost) return lost.error();
      past.lost.insert(past.lost.end(), lost->begin(), lost->end());
      continue;
    }
    for (const auto& [id, before] : rows) {
      if (before.version == 0) continue;
      out.count(kind, id, before.version);
      if (kind == proof::RowKind::concern) past.lost.push_back({.id = id, .is_erased = true});
    }
  }
  out.flush();
  return past;
}

}  // namespace badgewatch::store
