#include "store/log_writer.hpp"

#include "store/log_reader.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

// A transaction that holds the numbering up is no reason to give up.
constexpr std::chrono::milliseconds statement_time{60'000};

// What is read together is of one moment; what is written sees what the one before it committed.
constexpr const char* to_read = "begin isolation level repeatable read read only";
constexpr const char* to_write = "begin isolation level read committed";

constexpr Statement take_lock{"take_log_lock", "select pg_try_advisory_xact_lock($1)"};

constexpr Statement select_head{
    "select_log_head",
    "select h.log_id, h.size, h.root, h.read_recorded_in::text, h.read_authority, h.read_leaf,"
    "       coalesce(h.server, ''), s.system_identifier::text,"
    "       pg_snapshot_xmin(pg_current_snapshot())::text"
    " from log_head as h cross join pg_control_system() as s"};

constexpr Statement select_identity{
    "select_log_identity",
    "select i.origin, i.public_key from log_head join log_identity as i using (log_id)"};

// Numbered ones are few behind where reading ended, and none but after a restore.
constexpr Statement select_waiting{
    "select_waiting_leaf",
    "select l.at from log_leaf as l where (l.recorded_in, l.authority, l.id) > ($1::xid8, $2, $3)"
    "   and not exists (select from log_number as n"
    "                    where n.authority = l.authority and n.leaf = l.id)"
    " order by l.recorded_in, l.authority, l.id limit 1"};

constexpr Statement select_edge{"select_log_edge", "select level, hashes from log_edge"};

// In a pass ($5) also those of transactions that may be beside open ones: who commits later is read
// by the usual reading behind it. Numbered ones come too, so that each reading has an end.
constexpr Statement select_leaves{
    "select_leaves_to_number",
    "select l.recorded_in::text, l.authority, l.id, l.commitment, n.leaf is not null"
    " from (select recorded_in, authority, id, commitment from log_leaf"
    "        where (recorded_in, authority, id) > ($1::xid8, $2, $3)"
    "          and ($5 or recorded_in < pg_snapshot_xmin(pg_current_snapshot()))"
    "        order by recorded_in, authority, id limit $4) as l"
    " left join log_number as n on n.authority = l.authority and n.leaf = l.id"
    " order by l.recorded_in, l.authority, l.id"};

constexpr Statement insert_numbers{
    "insert_log_numbers",
    "insert into log_number (number, authority, leaf, commitment_start)"
    " select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bigint[])"};

constexpr Statement insert_tiles{
    "insert_log_tiles",
    "insert into log_tile (level, index, hashes)"
    " select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])"};

constexpr Statement write_edge{"write_log_edge",
                               "insert into log_edge (level, hashes)"
                               " select * from unnest($1::smallint[], $2::bytea[])"
                               " on conflict (level) do update set hashes = excluded.hashes"};

constexpr Statement update_head{
    "update_log_head",
    "update log_head set size = $1, root = $2, read_recorded_in = $3::xid8, read_authority = $4,"
    "       read_leaf = $5, server = nullif($6, '')"};

constexpr Statement insert_identity{
    "insert_log_identity",
    "insert into log_identity (log_id, origin, public_key, begun_at) values ($1, $2, $3, $4)"
    " on conflict (log_id) do nothing"};

constexpr Statement insert_checkpoint{
    "insert_log_checkpoint",
    "insert into log_checkpoint (log_id, size, root, signed_at, note) values ($1, $2, $3, $4, $5)"
    " on conflict do nothing"};

core::Error do_not_add_up() {
  return {core::Errc::internal, "The tables of the log's tree do not add up."};
}

core::Error moved_on() {
  return {core::Errc::conflict, "The log has moved on since the checkpoint was signed."};
}

core::Result<std::optional<proof::LogKey>> identity(Session& session) {
  auto rows = session.run(select_identity);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<proof::LogKey>();
  return std::optional(
      proof::LogKey{.name = rows->at<std::string>(0, 0), .public_key = rows->at<core::Hash>(0, 1)});
}

core::Result<void> insert_full_tiles(Session& session,
                                     const std::vector<proof::TileEdge::FullTile>& full) {
  if (full.empty()) return {};
  Column<std::int16_t> level;
  Column<std::int64_t> index;
  Column<core::ByteView> hashes;
  for (const auto& tile : full) {
    level.add(static_cast<std::int16_t>(tile.at.level));
    index.add(static_cast<std::int64_t>(tile.at.index));
    hashes.add(proof::tile_bytes(tile.hashes));
  }
  auto done = session.run(insert_tiles, Parameters().add(level).add(index).add(hashes));
  if (!done) return done.error();
  return {};
}

core::Result<void> write_partial_tiles(Session& session, const proof::TileEdge& edge) {
  Column<std::int16_t> level;
  Column<core::ByteView> hashes;
  for (std::size_t i = 0; i < edge.partial().size(); ++i) {
    level.add(static_cast<std::int16_t>(i));
    hashes.add(proof::tile_bytes(edge.partial()[i]));
  }
  auto done = session.run(write_edge, Parameters().add(level).add(hashes));
  if (!done) return done.error();
  return {};
}

}  // namespace

core::Result<Session*> SqlLogWriter::session() {
  if (session_ && session_->is_usable()) return session_.get();
  session_.reset();
  pass_.reset();
  auto opened = Session::open(context_.options.conninfo(Role::log),
                              context_.limits(statement_time, context_.options.lock_timeout));
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  return session_.get();
}

template <class Work>
auto SqlLogWriter::in_transaction(const char* begin, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  auto open = session();
  if (!open) return open.error();
  auto& its = **open;
  if (auto begun = its.script("begin", begin); !begun) return begun.error();
  auto result = work(its);
  if (!result) {
    its.rollback();
    return result;
  }
  if (auto done = its.commit(); !done) return done.error();
  return result;
}

core::Result<bool> SqlLogWriter::lock(Session& session) {
  const auto key = lock_key(context_.sealer, "log", "integrator");
  auto rows = session.run(take_lock, Parameters().add(key));
  if (!rows) return rows.error();
  return rows->at<bool>(0, 0);
}

core::Result<SqlLogWriter::Head> SqlLogWriter::head(Session& session) {
  auto rows = session.run(select_head);
  if (!rows) return rows.error();
  Head head;
  head.log_id = rows->at<core::Uuid>(0, 0);
  head.tree.size = static_cast<std::uint64_t>(rows->at<std::int64_t>(0, 1));
  head.tree.root = rows->at<core::Hash>(0, 2);
  head.read = {rows->at<std::string>(0, 3), rows->at<std::string>(0, 4),
               rows->at<core::Uuid>(0, 5)};
  head.server = rows->at<std::string>(0, 7);
  head.knows_server = rows->at<std::string>(0, 6) == head.server;
  head.horizon = rows->at<std::string>(0, 8);
  return head;
}

core::Result<proof::TileEdge> SqlLogWriter::edge(Session& session, const proof::TreeHead& tree) {
  auto rows = session.run(select_edge);
  if (!rows) return rows.error();
  std::vector<std::vector<core::Hash>> partial(proof::most_tile_level + 1);
  for (int i = 0; i < rows->size(); ++i) {
    auto hashes = proof::read_tile_bytes(rows->raw(i, 1));
    if (!hashes) return do_not_add_up();
    partial.at(static_cast<std::size_t>(rows->at<std::int16_t>(i, 0))) = std::move(*hashes);
  }
  auto edge = proof::TileEdge::of(tree.size, std::move(partial));
  if (!edge || edge->root() != tree.root) return do_not_add_up();
  return std::move(*edge);
}

core::Result<ports::LogState> SqlLogWriter::state() {
  return in_transaction(to_read, [&](Session& its) -> core::Result<ports::LogState> {
    auto stands = head(its);
    if (!stands) return stands.error();
    ports::LogState state;
    state.log_id = stands->log_id;
    state.tree = stands->tree;
    auto newest = newest_checkpoint(its);
    if (!newest) return newest.error();
    state.newest = std::move(*newest);
    auto known = identity(its);
    if (!known) return known.error();
    state.identity = std::move(*known);
    const auto& read = stands->read;
    auto waiting = its.run(select_waiting,
                           Parameters().text(read.recorded_in).text(read.authority).add(read.leaf));
    if (!waiting) return waiting.error();
    if (!waiting->empty()) state.waiting_since = waiting->at<core::Instant>(0, 0);
    return state;
  });
}

core::Result<core::Hash> SqlLogWriter::root_at(std::uint64_t size) {
  return in_transaction(to_read, [&](Session& its) {
    proof::TileNodes nodes(
        size, [&](const proof::TileRequest& wanted) { return read_tile(its, wanted); });
    return proof::root_of(size, nodes.reader());
  });
}

core::Result<ports::Integrated> SqlLogWriter::integrate(std::size_t most) {
  auto done = in_transaction(to_write, [&](Session& its) { return integrate_in(its, most); });
  if (!done) pass_.reset();
  return done;
}

core::Result<ports::Integrated> SqlLogWriter::integrate_in(Session& its, std::size_t most) {
  const auto mine = lock(its);
  if (!mine) return mine.error();
  auto stands = head(its);
  if (!stands) return stands.error();
  ports::Integrated done{.is_mine = *mine, .read = 0, .tree = stands->tree};
  if (!*mine) return done;
  const bool is_pass = !stands->knows_server;
  if (is_pass && (!pass_ || pass_->server != stands->server))
    pass_ = Pass{.server = stands->server, .horizon = stands->horizon, .read = {}};

  auto read = is_pass ? pass_->read : stands->read;
  const auto looked = number(its, *stands, most, is_pass, read, done.tree);
  if (!looked) return looked.error();
  done.read = *looked;
  if (!is_pass) {
    if (done.read == 0) return done;
    auto written = write_head(its, done.tree, read, stands->server);
    return written ? core::Result<ports::Integrated>(done) : written.error();
  }
  pass_->read = read;
  const bool is_whole = done.read < most;
  const Place from{.recorded_in = pass_->horizon, .authority = "", .leaf = {}};
  auto written =
      write_head(its, done.tree, is_whole ? from : stands->read, is_whole ? stands->server : "");
  if (!written) return written.error();
  // What was committed beside the pass is read behind it.
  if (is_whole) done.read = most;
  return done;
}

core::Result<std::size_t> SqlLogWriter::number(Session& its, const Head& head, std::size_t most,
                                               bool is_pass, Place& read, proof::TreeHead& tree) {
  Parameters wanted;
  wanted.text(read.recorded_in).text(read.authority).add(read.leaf);
  wanted.add(static_cast<std::int64_t>(most)).add(is_pass);
  auto leaves = its.run(select_leaves, wanted);
  if (!leaves) return leaves.error();
  const int count = leaves->size();
  if (count == 0) return std::size_t{0};
  read = {leaves->at<std::string>(count - 1, 0), leaves->at<std::string>(count - 1, 1),
          leaves->at<core::Uuid>(count - 1, 2)};

  Column<std::int64_t> numbers, starts;
  Column<std::string_view> authorities;
  Column<core::Uuid> ids;
  auto right = edge(its, head.tree);
  if (!right) return right.error();
  std::vector<proof::TileEdge::FullTile> full;
  for (int i = 0; i < count; ++i) {
    if (leaves->at<bool>(i, 4)) continue;
    std::int64_t start = 0;
    get(leaves->raw(i, 3).first(sizeof start), start);
    numbers.add(static_cast<std::int64_t>(right->size()));
    authorities.add(core::as_text(leaves->raw(i, 1)));
    ids.add(leaves->at<core::Uuid>(i, 2));
    starts.add(start);
    right->append(leaves->at<core::Hash>(i, 3), full);
  }
  if (numbers.size() == 0) return static_cast<std::size_t>(count);
  auto kept =
      its.run(insert_numbers, Parameters().add(numbers).add(authorities).add(ids).add(starts));
  if (!kept) return kept.error();
  if (auto done = insert_full_tiles(its, full); !done) return done.error();
  if (auto done = write_partial_tiles(its, *right); !done) return done.error();
  tree = {.size = right->size(), .root = right->root()};
  return static_cast<std::size_t>(count);
}

core::Result<void> SqlLogWriter::write_head(Session& its, const proof::TreeHead& tree,
                                            const Place& read, const std::string& server) {
  Parameters values;
  values.add(static_cast<std::int64_t>(tree.size)).bytes(tree.root);
  values.text(read.recorded_in).text(read.authority).add(read.leaf).text(server);
  if (auto done = its.run(update_head, values); !done) return done.error();
  return {};
}

core::Result<void> SqlLogWriter::publish(const core::Uuid& log_id, const proof::LogKey& key,
                                         const ports::SignedTree& signed_tree) {
  return in_transaction(to_write, [&](Session& its) -> core::Result<void> {
    const auto mine = lock(its);
    if (!mine) return mine.error();
    if (!*mine) return moved_on();
    const auto stands = head(its);
    if (!stands) return stands.error();
    if (stands->log_id != log_id || stands->tree != signed_tree.tree) return moved_on();
    auto named = its.run(
        insert_identity,
        Parameters().add(log_id).text(key.name).bytes(key.public_key).add(signed_tree.signed_at));
    if (!named) return named.error();
    const auto known = identity(its);
    if (!known) return known.error();
    if (*known != key)
      return core::Error(core::Errc::conflict, "The log is signed under another name or key.");
    auto kept =
        its.run(insert_checkpoint, Parameters()
                                       .add(log_id)
                                       .add(static_cast<std::int64_t>(signed_tree.tree.size))
                                       .bytes(signed_tree.tree.root)
                                       .add(signed_tree.signed_at)
                                       .text(signed_tree.note));
    if (!kept) return kept.error();
    return {};
  });
}

}  // namespace badgewatch::store
