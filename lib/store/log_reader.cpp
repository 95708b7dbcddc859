#include "store/log_reader.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_newest{
    "select_newest_checkpoint",
    "select c.size, c.root, c.signed_at, c.note from log_head as h"
    " join log_checkpoint as c using (log_id) order by c.size desc limit 1"};

// In one statement, and so at one moment: a tile that fills is in one of the two.
constexpr Statement select_tile{"select_log_tile",
                                "select hashes from log_tile where level = $1 and index = $2"
                                " union all"
                                " select e.hashes from log_head as h cross join log_edge as e"
                                " where e.level = $1 and h.size >> (8 * ($1 + 1)) = $2"};

constexpr Statement select_leaf{
    "select_log_leaf",
    "select l.id, l.commitment, n.number from log_leaf as l"
    " left join log_number as n on n.authority = l.authority and n.leaf = l.id"
    " where l.authority = $1 and l.id = $2"};

// Among the numbered ones by the commitment's beginning; the few others are the newest.
constexpr Statement select_by_commitment{
    "select_log_leaf_by_commitment",
    "select l.id, l.commitment, n.number from log_number as n"
    " join log_leaf as l on l.authority = n.authority and l.id = n.leaf"
    " where n.authority = $1 and n.commitment_start = $2 and l.commitment = $3"
    " union all"
    " select l.id, l.commitment, null from log_leaf as l"
    " where l.recorded_in >= (select read_recorded_in from log_head)"
    "   and l.authority = $1 and l.commitment = $3"
    "   and not exists (select from log_number as n"
    "                    where n.authority = l.authority and n.leaf = l.id)"};

core::Error no_such_leaf() {
  return {core::Errc::not_found, "There is no such leaf of yours."};
}

core::Result<ports::LeafPlace> place_in(const core::Result<Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return no_such_leaf();
  ports::LeafPlace place;
  place.id = rows->at<core::Uuid>(0, 0);
  place.commitment = rows->at<core::Hash>(0, 1);
  if (const auto number = rows->maybe<std::int64_t>(0, 2))
    place.number = static_cast<std::uint64_t>(*number);
  return place;
}

}  // namespace

core::Result<std::optional<ports::SignedTree>> newest_checkpoint(Session& session) {
  auto rows = session.run(select_newest);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::SignedTree>();
  ports::SignedTree newest;
  newest.tree.size = static_cast<std::uint64_t>(rows->at<std::int64_t>(0, 0));
  newest.tree.root = rows->at<core::Hash>(0, 1);
  newest.signed_at = rows->at<core::Instant>(0, 2);
  newest.note = rows->at<std::string>(0, 3);
  return std::optional(std::move(newest));
}

core::Result<std::vector<core::Hash>> read_tile(Session& session,
                                                const proof::TileRequest& wanted) {
  auto rows = session.run(select_tile, Parameters()
                                           .add(static_cast<std::int16_t>(wanted.at.level))
                                           .add(static_cast<std::int64_t>(wanted.at.index)));
  if (!rows) return rows.error();
  auto hashes = rows->empty() ? std::optional<std::vector<core::Hash>>()
                              : proof::read_tile_bytes(rows->raw(0, 0));
  if (!hashes || hashes->size() < wanted.width)
    return core::Error(core::Errc::not_found, "The log has no such tile.");
  hashes->resize(wanted.width);
  return std::move(*hashes);
}

core::Result<std::optional<ports::SignedTree>> SqlLogReader::newest() {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  return newest_checkpoint(**lease);
}

core::Result<std::vector<core::Hash>> SqlLogReader::tile(const proof::TileRequest& wanted) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  return read_tile(**lease, wanted);
}

core::Result<ports::LeafPlace> SqlLogReader::find(const ports::Caller& caller,
                                                  const core::Uuid& leaf) {
  return as_authority(context_, caller, [&](Session& session) {
    return place_in(session.run(select_leaf, Parameters().text(caller.authority).add(leaf)));
  });
}

core::Result<ports::LeafPlace> SqlLogReader::find(const ports::Caller& caller,
                                                  const core::Hash& commitment) {
  std::int64_t start = 0;
  get(core::ByteView(commitment).first(sizeof start), start);
  return as_authority(context_, caller, [&](Session& session) {
    return place_in(session.run(select_by_commitment,
                                Parameters().text(caller.authority).add(start).bytes(commitment)));
  });
}

}  // namespace badgewatch::store
