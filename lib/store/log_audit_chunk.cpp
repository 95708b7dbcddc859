#include "store/log_audit_chunk.hpp"

#include "proof/leaf.hpp"
#include "store/copy_out.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

using Kind = LogFault::Kind;

constexpr Statement select_tiles{"audit_log_tiles",
                                 "select index, hashes from log_tile where level = $1"
                                 " and index >= $2 and index < $3 order by index"};

constexpr Statement select_checkpoints{
    "audit_log_checkpoints",
    "select log_id, size, root, note from log_checkpoint where size > $1 and size <= $2"
    " order by size, log_id"};

std::string copy_of(std::uint64_t first, std::uint64_t end) {
  return "copy (select n.number, n.authority, n.leaf, n.commitment_start, l.at, l.kind, l.actor,"
         " l.subject, l.detail, l.salt, l.commitment from log_number as n"
         " left join log_leaf as l on l.authority = n.authority and l.id = n.leaf"
         " where n.number >= " +
         std::to_string(first) + " and n.number < " + std::to_string(end) +
         " order by n.number) to stdout (format binary)";
}

struct NumberedLeaf {
  std::uint64_t number = 0;
  core::Uuid id;
  std::int64_t commitment_start = 0;
  std::optional<proof::LogEvent> event;  // nothing: there is no such leaf
  core::Hash salt{};
  core::Hash commitment{};
};

NumberedLeaf read_leaf(core::ByteView bytes) {
  CopyRow row(bytes);
  if (row.fields() != 11) throw std::logic_error("a row of COPY has other fields");
  NumberedLeaf leaf;
  std::int64_t number = 0;
  get(row.field(), number);
  leaf.number = static_cast<std::uint64_t>(number);
  proof::LogEvent event;
  get(row.field(), event.authority);
  get(row.field(), leaf.id);
  get(row.field(), leaf.commitment_start);
  const auto at = row.maybe_field();
  if (!at) return leaf;
  get(*at, event.at);
  get(row.field(), event.kind);
  get(row.field(), event.actor);
  get(row.field(), event.subject);
  get(row.field(), event.detail);
  get(row.field(), leaf.salt);
  get(row.field(), leaf.commitment);
  leaf.event = std::move(event);
  return leaf;
}

std::string leaf_called(const NumberedLeaf& leaf) {
  return "Leaf " + std::to_string(leaf.number) + " (" + leaf.id.text() + ")";
}

// Reads the leaves one by one and holds each to its number, its event and its tile.
class ChunkAudit {
public:
  ChunkAudit(Session& session, std::uint64_t index, std::uint64_t size, const LogKeys& keys,
             const LogAuditOptions& options)
      : session_(session),
        index_(index),
        first_(index * chunk_leaves),
        end_(std::min(size, first_ + chunk_leaves)),
        keys_(keys),
        options_(options) {}

  core::Result<AuditedChunk> run() {
    if (auto read = read_checkpoints(); !read) return read.error();
    if (auto read = read_tiles(); !read) return read.error();
    expected_ = first_;
    auto done = copy_out(session_, "audit_log", copy_of(first_, end_), [&](core::ByteView bytes) {
      if (is_before_fault()) take(read_leaf(bytes));
      return core::Result<void>();
    });
    if (!done) return done.error();
    if (expected_ != end_ && is_before_fault()) missing();
    if (!chunk_.fault) check_upper_tile();
    chunk_.peaks = frontier_.peaks();
    chunk_.tail = std::move(tile_);
    return std::move(chunk_);
  }

private:
  void fault(Kind kind, std::uint64_t number, std::string sentence) {
    if (chunk_.fault && chunk_.faulty_number <= number) return;
    chunk_.fault = LogFault{kind, std::move(sentence)};
    chunk_.faulty_number = number;
  }

  // A checkpoint that is wrong is known before the leaves are read: those before it come first.
  bool is_before_fault() const { return !chunk_.fault || expected_ <= chunk_.faulty_number; }

  void missing() {
    fault(Kind::number, expected_, "Number " + std::to_string(expected_) + " is given to no leaf.");
  }

  core::Result<void> read_tiles() {
    const auto tiles = [&](int level, std::uint64_t first, std::uint64_t end) {
      return session_.run(select_tiles, Parameters()
                                            .add(static_cast<std::int16_t>(level))
                                            .add(static_cast<std::int64_t>(first))
                                            .add(static_cast<std::int64_t>(end)));
    };
    auto lower = tiles(0, first_ / proof::tile_width, end_ / proof::tile_width);
    if (!lower) return lower.error();
    for (int i = 0; i < lower->size(); ++i)
      if (auto hashes = proof::read_tile_bytes(lower->raw(i, 1)))
        tiles_[static_cast<std::uint64_t>(lower->at<std::int64_t>(i, 0))] = std::move(*hashes);
    auto upper = tiles(1, index_, end_ - first_ == chunk_leaves ? index_ + 1 : index_);
    if (!upper) return upper.error();
    if (!upper->empty()) upper_tile_ = proof::read_tile_bytes(upper->raw(0, 1));
    return {};
  }

  core::Result<void> read_checkpoints() {
    auto rows = session_.run(
        select_checkpoints,
        Parameters().add(static_cast<std::int64_t>(first_)).add(static_cast<std::int64_t>(end_)));
    if (!rows) return rows.error();
    for (int i = 0; i < rows->size(); ++i) {
      const proof::TreeHead tree{static_cast<std::uint64_t>(rows->at<std::int64_t>(i, 1)),
                                 rows->at<core::Hash>(i, 2)};
      const auto what = "The checkpoint of " + std::to_string(tree.size) + " leaves";
      const auto key = keys_.find(rows->at<core::Uuid>(i, 0));
      if (key == keys_.end()) {
        fault(Kind::signature, tree.size - 1, what + " is of a log that has no name.");
        continue;
      }
      const auto opened = proof::open_checkpoint(rows->at<std::string>(i, 3), key->second);
      if (!opened)
        fault(Kind::signature, tree.size - 1, what + ": " + opened.error().detail());
      else if (*opened != tree)
        fault(Kind::checkpoint, tree.size - 1, what + " was signed with other figures.");
      chunk_.checkpoints.push_back({tree, {}, what});
    }
    if (const auto& known = options_.known;
        known && known->tree.size > first_ && known->tree.size <= end_) {
      chunk_.checkpoints.push_back({known->tree,
                                    {},
                                    "The checkpoint of " + std::to_string(known->tree.size) +
                                        " leaves that is kept outside of the database"});
      std::sort(chunk_.checkpoints.begin(), chunk_.checkpoints.end(),
                [](const auto& a, const auto& b) { return a.tree.size < b.tree.size; });
    }
    return {};
  }

  void take(const NumberedLeaf& leaf) {
    if (leaf.number != expected_) return missing();
    if (!leaf.event)
      return fault(Kind::leaf, leaf.number, leaf_called(leaf) + " is not there any more.");
    const auto text = proof::canonical(*leaf.event);
    constexpr std::uint8_t leaf_prefix = 0x00;
    if (proof::sha256({{&leaf_prefix, 1}, leaf.salt, core::as_bytes(text)}) != leaf.commitment)
      return fault(Kind::leaf, leaf.number,
                   leaf_called(leaf) + " says something else than was committed to.");
    std::int64_t start = 0;
    get(core::ByteView(leaf.commitment).first(sizeof start), start);
    if (start != leaf.commitment_start)
      return fault(Kind::number, leaf.number,
                   leaf_called(leaf) + " is numbered under another commitment.");
    ++expected_;
    frontier_.append(leaf.commitment);
    tile_.push_back(leaf.commitment);
    if (tile_.size() == proof::tile_width) end_tile(leaf.number);
    while (passed_ < chunk_.checkpoints.size() &&
           chunk_.checkpoints[passed_].tree.size == expected_)
      chunk_.checkpoints[passed_++].peaks = frontier_.peaks();
  }

  void end_tile(std::uint64_t number) {
    const auto index = number / proof::tile_width;
    const auto stored = tiles_.find(index);
    const auto what = "Tile " + proof::tile_path({.at = {0, index}, .width = proof::tile_width});
    if (stored == tiles_.end())
      return fault(Kind::tree, index * proof::tile_width, what + " is not there.");
    for (std::size_t i = 0; i < tile_.size(); ++i)
      if (stored->second[i] != tile_[i])
        return fault(Kind::tree, index * proof::tile_width + i,
                     "Leaf " + std::to_string(index * proof::tile_width + i) +
                         " has another commitment than in tile " +
                         proof::tile_path({.at = {0, index}, .width = proof::tile_width}) + ".");
    chunk_.tile_roots.push_back(proof::fold_tile(tile_, 0, proof::tile_width));
    tile_.clear();
  }

  void check_upper_tile() {
    if (end_ - first_ != chunk_leaves) return;
    if (upper_tile_ && *upper_tile_ == chunk_.tile_roots) return;
    fault(Kind::tree, end_ - 1,
          "Tile " + proof::tile_path({.at = {1, index_}, .width = proof::tile_width}) +
              (upper_tile_ ? " is not the leaves'." : " is not there."));
  }

  Session& session_;
  std::uint64_t index_;
  std::uint64_t first_;
  std::uint64_t end_;
  const LogKeys& keys_;
  const LogAuditOptions& options_;
  AuditedChunk chunk_;
  std::map<std::uint64_t, std::vector<core::Hash>> tiles_;
  std::optional<std::vector<core::Hash>> upper_tile_;
  std::uint64_t expected_ = 0;
  std::size_t passed_ = 0;  // checkpoints that the leaves have come up to
  proof::Frontier frontier_;
  std::vector<core::Hash> tile_;
};

}  // namespace

core::Result<AuditedChunk> audit_chunk(Session& session, std::uint64_t index, std::uint64_t size,
                                       const LogKeys& keys, const LogAuditOptions& options) {
  return ChunkAudit(session, index, size, keys, options).run();
}

}  // namespace badgewatch::store
