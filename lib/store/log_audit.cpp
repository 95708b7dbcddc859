#include "store/log_audit.hpp"

#include "store/log_audit_chunk.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace badgewatch::store {
namespace {

using Kind = LogFault::Kind;

// Rows come in the order of their numbers, leaf by leaf out of the index: a join by hash would read
// the whole of both tables for each chunk.
constexpr const char* begin_audit =
    "begin isolation level repeatable read read only;"
    "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;"
    "set local enable_hashjoin = off; set local enable_mergejoin = off;"
    "set local enable_sort = off; set local enable_seqscan = off;";

constexpr Statement export_snapshot{"export_snapshot", "select pg_export_snapshot()"};

constexpr Statement select_head{
    "audit_log_head",
    "select h.size, h.root, h.log_id, h.server is not distinct from s.system_identifier::text,"
    "       h.read_recorded_in::text, h.read_authority, h.read_leaf"
    " from log_head as h cross join pg_control_system() as s"};

constexpr Statement select_identities{"audit_log_identities",
                                      "select log_id, origin, public_key from log_identity"};

constexpr Statement count_checkpoints{
    "audit_count_checkpoints", "select count(*), coalesce(max(size), 0) from log_checkpoint"};

constexpr Statement select_beyond{"audit_numbers_beyond",
                                  "select min(number) from log_number where number >= $1"};

constexpr Statement select_edge{"audit_log_edge", "select level, hashes from log_edge"};

constexpr Statement count_tiles{"audit_count_tiles",
                                "select level, count(*), min(index), max(index) from log_tile"
                                " group by level order by level"};

constexpr Statement count_leaves{"audit_count_leaves", "select count(*) from log_leaf"};

constexpr Statement count_waiting{
    "audit_count_waiting",
    "select count(*) from log_leaf as l"
    " where (l.recorded_in, l.authority, l.id) > ($1::xid8, $2, $3)"
    "   and not exists (select from log_number as n"
    "                    where n.authority = l.authority and n.leaf = l.id)"};

constexpr Statement select_unnumbered{
    "audit_unnumbered_leaf",
    "select l.id from log_leaf as l where (l.recorded_in, l.authority, l.id) <= ($1::xid8, $2, $3)"
    "   and not exists (select from log_number as n"
    "                    where n.authority = l.authority and n.leaf = l.id)"
    " order by l.recorded_in limit 1"};

struct Stand {
  proof::TreeHead tree;
  core::Uuid log_id;
  bool is_read_in_order = false;  // of this server's transactions
  std::string read_recorded_in;
  std::string read_authority;
  core::Uuid read_leaf;
  LogKeys keys;
  std::uint64_t checkpoints = 0;
};

core::Result<Stand> read_stand(Session& session) {
  auto head = session.run(select_head);
  if (!head) return head.error();
  Stand stand;
  stand.tree = {static_cast<std::uint64_t>(head->at<std::int64_t>(0, 0)),
                head->at<core::Hash>(0, 1)};
  stand.log_id = head->at<core::Uuid>(0, 2);
  stand.is_read_in_order = head->at<bool>(0, 3);
  stand.read_recorded_in = head->at<std::string>(0, 4);
  stand.read_authority = head->at<std::string>(0, 5);
  stand.read_leaf = head->at<core::Uuid>(0, 6);
  auto identities = session.run(select_identities);
  if (!identities) return identities.error();
  for (int i = 0; i < identities->size(); ++i)
    stand.keys.emplace(
        identities->at<core::Uuid>(i, 0),
        proof::LogKey{identities->at<std::string>(i, 1), identities->at<core::Hash>(i, 2)});
  return stand;
}

// The chunks' results in their order, put together.
class Whole {
public:
  Whole(const Stand& stand, LogAudit& audit) : stand_(stand), audit_(audit) {}

  // Any thread, any order. False: a fault has been found, nothing more is wanted.
  bool take(std::uint64_t index, AuditedChunk chunk) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(index, std::move(chunk));
    for (auto next = waiting_.find(next_); next != waiting_.end() && !audit_.fault;
         next = waiting_.find(next_)) {
      add(std::move(next->second));
      waiting_.erase(next);
      ++next_;
    }
    return !audit_.fault;
  }

  const proof::Frontier& frontier() const { return frontier_; }
  const std::vector<core::Hash>& chunk_roots() const { return chunk_roots_; }
  const std::vector<core::Hash>& tail() const { return tail_; }
  const std::vector<core::Hash>& tile_roots() const { return tile_roots_; }

private:
  void add(AuditedChunk chunk) {
    for (const auto& checkpoint : chunk.checkpoints) {
      if (chunk.fault && checkpoint.tree.size > chunk.faulty_number) break;
      if (root_at(checkpoint) == checkpoint.tree.root) continue;
      audit_.fault = LogFault{Kind::checkpoint,
                              checkpoint.of + " is not the beginning of the log: another root."};
      return;
    }
    if (chunk.fault) {
      audit_.fault = std::move(chunk.fault);
      return;
    }
    const auto first = next_ * chunk_leaves;
    const auto count = std::min(chunk_leaves, stand_.tree.size - first);
    if (count == chunk_leaves) {
      frontier_.append_subtree(2 * proof::tile_height, chunk.peaks.front());
      chunk_roots_.push_back(chunk.peaks.front());
      return;
    }
    for (std::size_t i = 0; i < chunk.tile_roots.size(); ++i)
      frontier_.append_subtree(proof::tile_height, chunk.tile_roots[i]);
    for (const auto& leaf : chunk.tail)
      frontier_.append(leaf);
    tile_roots_ = std::move(chunk.tile_roots);
    tail_ = std::move(chunk.tail);
  }

  // The whole chunks before it, and what its own chunk has up to it.
  core::Hash root_at(const ChunkCheckpoint& checkpoint) const {
    if (checkpoint.tree.size % chunk_leaves == 0) {
      auto whole = frontier_;
      whole.append_subtree(2 * proof::tile_height, checkpoint.peaks.front());
      return whole.root();
    }
    auto peaks = frontier_.peaks();
    peaks.insert(peaks.end(), checkpoint.peaks.begin(), checkpoint.peaks.end());
    const auto at = proof::Frontier::of(checkpoint.tree.size, std::move(peaks));
    return at ? at->root() : core::Hash{};
  }

  const Stand& stand_;
  LogAudit& audit_;
  std::mutex mutex_;
  std::map<std::uint64_t, AuditedChunk> waiting_;
  std::uint64_t next_ = 0;
  proof::Frontier frontier_;
  std::vector<core::Hash> chunk_roots_;
  std::vector<core::Hash> tile_roots_;
  std::vector<core::Hash> tail_;
};

// Tiles over whole chunks, which no chunk could hold to its leaves: level 2 and up.
core::Result<std::vector<std::vector<core::Hash>>> check_high_tiles(
    Session& session, const std::vector<core::Hash>& chunk_roots, std::optional<LogFault>& fault) {
  constexpr Statement select{"audit_high_tile",
                             "select hashes from log_tile where level = $1 and index = $2"};
  std::vector<std::vector<core::Hash>> partial;
  auto level_hashes = chunk_roots;
  for (unsigned level = 2; level <= proof::most_tile_level; ++level) {
    std::vector<core::Hash> above;
    std::size_t first = 0;
    for (; first + proof::tile_width <= level_hashes.size(); first += proof::tile_width) {
      const auto begin = level_hashes.begin() + static_cast<std::ptrdiff_t>(first);
      const std::vector<core::Hash> wanted(begin, begin + proof::tile_width);
      const auto index = first / proof::tile_width;
      auto rows = session.run(
          select,
          Parameters().add(static_cast<std::int16_t>(level)).add(static_cast<std::int64_t>(index)));
      if (!rows) return rows.error();
      if (rows->empty() || proof::read_tile_bytes(rows->raw(0, 0)) != wanted) {
        fault = LogFault{Kind::tree,
                         "Tile " +
                             proof::tile_path({.at = {level, index}, .width = proof::tile_width}) +
                             " is not the leaves'."};
        return partial;
      }
      above.push_back(proof::fold_tile(wanted, 0, proof::tile_width));
    }
    partial.emplace_back(level_hashes.begin() + static_cast<std::ptrdiff_t>(first),
                         level_hashes.end());
    level_hashes = std::move(above);
  }
  return partial;
}

core::Result<std::optional<LogFault>> check_edge(Session& session, const Whole& whole,
                                                 std::vector<std::vector<core::Hash>> high) {
  std::vector<std::vector<core::Hash>> wanted{whole.tail(), whole.tile_roots()};
  std::move(high.begin(), high.end(), std::back_inserter(wanted));
  auto rows = session.run(select_edge);
  if (!rows) return rows.error();
  std::vector<std::vector<core::Hash>> stored(wanted.size());
  for (int i = 0; i < rows->size(); ++i)
    if (auto hashes = proof::read_tile_bytes(rows->raw(i, 1)))
      stored.at(static_cast<std::size_t>(rows->at<std::int16_t>(i, 0))) = std::move(*hashes);
  for (std::size_t level = 0; level < wanted.size(); ++level)
    if (stored[level] != wanted[level])
      return std::optional(
          LogFault{Kind::tree,
                   "The partial tile of level " + std::to_string(level) + " is not the leaves'."});
  return std::optional<LogFault>();
}

core::Result<std::optional<LogFault>> check_tile_count(Session& session, std::uint64_t size) {
  auto rows = session.run(count_tiles);
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto level = static_cast<unsigned>(rows->at<std::int16_t>(i, 0));
    const auto wanted = static_cast<std::int64_t>(size >> (proof::tile_height * (level + 1)));
    if (rows->at<std::int64_t>(i, 1) != wanted || rows->at<std::int64_t>(i, 3) != wanted - 1)
      return std::optional(LogFault{Kind::tree, "Level " + std::to_string(level) + " has " +
                                                    std::to_string(rows->at<std::int64_t>(i, 1)) +
                                                    " tiles, and the leaves give " +
                                                    std::to_string(wanted) + "."});
  }
  return std::optional<LogFault>();
}

// Every leaf has a number, but for those that were committed behind where reading has ended.
core::Result<std::optional<LogFault>> check_all_numbered(Session& session, const Stand& stand) {
  auto beyond =
      session.run(select_beyond, Parameters().add(static_cast<std::int64_t>(stand.tree.size)));
  if (!beyond) return beyond.error();
  if (const auto number = beyond->maybe<std::int64_t>(0, 0))
    return std::optional(LogFault{
        Kind::number, "Number " + std::to_string(*number) + " lies beyond the end of the log."});
  if (!stand.is_read_in_order) return std::optional<LogFault>();
  const auto place = [&] {
    Parameters parameters;
    parameters.text(stand.read_recorded_in).text(stand.read_authority).add(stand.read_leaf);
    return parameters;
  }();
  if (auto any = session.script("plan",
                                "set local enable_seqscan = on;"
                                "set local enable_hashjoin = on");
      !any)
    return any.error();
  auto total = session.run(count_leaves);
  if (!total) return total.error();
  auto waiting = session.run(count_waiting, place);
  if (!waiting) return waiting.error();
  const auto wanted = static_cast<std::int64_t>(stand.tree.size) + waiting->at<std::int64_t>(0, 0);
  if (total->at<std::int64_t>(0, 0) == wanted) return std::optional<LogFault>();
  auto lost = session.run(select_unnumbered, place);
  if (!lost) return lost.error();
  return std::optional(
      LogFault{Kind::number, lost->empty() ? "There are not as many leaves as numbers."
                                           : "The leaf " + lost->at<core::Uuid>(0, 0).text() +
                                                 " has no number, though later ones have."});
}

std::optional<LogFault> check_identity(const Stand& stand, const LogAuditOptions& options) {
  const auto key = stand.keys.find(stand.log_id);
  if (key == stand.keys.end() || !options.public_key ||
      key->second.public_key == *options.public_key)
    return {};
  return LogFault{Kind::signature, "The log is signed with another key than the one given."};
}

// The threads at work on the chunks; the first error of any.
class Threads {
public:
  Threads(const Stand& stand, const LogAuditOptions& options, Whole& whole)
      : stand_(stand), options_(options), whole_(whole) {}

  core::Result<void> run(Session& lead, const std::string& snapshot) {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < options_.threads; ++i)
      others.emplace_back([this, &snapshot] {
        auto other = Session::open(options_.conninfo, limits);
        if (!other) return fail(other.error());
        auto joined = (*other)->script(
            "audit", std::string(begin_audit) + "set transaction snapshot '" + snapshot + "'");
        if (!joined) return fail(joined.error());
        work(**other);
      });
    work(lead);
    for (auto& other : others)
      other.join();
    if (error_) return *error_;
    return {};
  }

  static constexpr SessionLimits limits{.statement_timeout = std::chrono::minutes(10),
                                        .lock_timeout = std::chrono::seconds(5)};

private:
  void work(Session& session) {
    const auto chunks = (stand_.tree.size + chunk_leaves - 1) / chunk_leaves;
    for (auto index = next_++; index < chunks && !done_; index = next_++) {
      auto chunk = audit_chunk(session, index, stand_.tree.size, stand_.keys, options_);
      if (!chunk) return fail(chunk.error());
      if (!whole_.take(index, std::move(*chunk))) done_ = true;
      options_.progress(std::min(stand_.tree.size, ++finished_ * chunk_leaves));
    }
  }

  void fail(const core::Error& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    done_ = true;
  }

  const Stand& stand_;
  const LogAuditOptions& options_;
  Whole& whole_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> finished_{0};
  std::atomic<bool> done_{false};
  std::mutex mutex_;
  std::optional<core::Error> error_;
};

core::Result<std::optional<LogFault>> check_end(Session& session, const Stand& stand,
                                                const Whole& whole) {
  if (whole.frontier().root() != stand.tree.root)
    return std::optional(LogFault{Kind::tree, "The log's root is not the leaves'."});
  std::optional<LogFault> fault;
  auto high = check_high_tiles(session, whole.chunk_roots(), fault);
  if (!high) return high.error();
  if (fault) return fault;
  auto edge = check_edge(session, whole, std::move(*high));
  if (!edge || *edge) return edge;
  auto tiles = check_tile_count(session, stand.tree.size);
  if (!tiles || *tiles) return tiles;
  return check_all_numbered(session, stand);
}

}  // namespace

core::Result<LogAudit> audit_log(const LogAuditOptions& options) {
  auto lead = Session::open(options.conninfo, Threads::limits);
  if (!lead) return lead.error();
  if (auto begun = (*lead)->script("audit", begin_audit); !begun) return begun.error();
  auto exported = (*lead)->run(export_snapshot);
  if (!exported) return exported.error();
  auto stand = read_stand(**lead);
  if (!stand) return stand.error();
  auto counted = (*lead)->run(count_checkpoints);
  if (!counted) return counted.error();

  LogAudit audit;
  audit.leaves = stand->tree.size;
  audit.root = stand->tree.root;
  audit.checkpoints = static_cast<std::uint64_t>(counted->at<std::int64_t>(0, 0));
  audit.fault = check_identity(*stand, options);
  if (audit.fault) return audit;
  Whole whole(*stand, audit);
  Threads threads(*stand, options, whole);
  auto done = threads.run(**lead, exported->at<std::string>(0, 0));
  if (!done) return done.error();
  if (audit.fault) return audit;
  const auto largest = static_cast<std::uint64_t>(counted->at<std::int64_t>(0, 1));
  const auto known = options.known ? options.known->tree.size : 0;
  if (const auto signed_size = std::max(largest, known); signed_size > stand->tree.size) {
    audit.fault = LogFault{Kind::checkpoint, "The log was signed with " +
                                                 std::to_string(signed_size) + " leaves, and has " +
                                                 std::to_string(stand->tree.size) + "."};
    return audit;
  }
  auto fault = check_end(**lead, *stand, whole);
  if (!fault) return fault.error();
  audit.fault = std::move(*fault);
  return audit;
}

}  // namespace badgewatch::store
