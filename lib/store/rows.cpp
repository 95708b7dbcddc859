#include "store/rows.hpp"

#include "core/log.hpp"
#include "core/text.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_head{
    "select_head",
    "select epoch, seq, chain, n_live, set_digest, pg_is_in_recovery() from feed_head"};

constexpr Statement insert_log_leaves{
    "insert_log_leaves",
    "insert into log_leaf (id, at, kind, authority, actor, detail, subject, salt, commitment)"
    " select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[],"
    " $6::text[], $7::uuid[], $8::bytea[], $9::bytea[])"
    " on conflict do nothing"};

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto word : core::split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

core::Result<proof::Head> read_head(Session& session) {
  auto rows = session.run(select_head);
  if (!rows) return rows.error();
  if (rows->at<bool>(0, 5)) {
    core::log(core::LogLevel::error, "a standby was asked for the head", {});
    return core::Error(core::Errc::unavailable,
                       "The database server is a standby, which may lag behind.");
  }
  proof::Head head;
  head.position.epoch = rows->at<core::Uuid>(0, 0);
  head.position.seq = rows->at<std::int64_t>(0, 1);
  head.position.chain = rows->at<core::Hash>(0, 2);
  head.live = rows->at<std::int64_t>(0, 3);
  head.digest = proof::SetDigest(rows->at<core::Hash>(0, 4));
  return head;
}

void LeafColumns::add(const proof::Leaf& leaf) {
  id.add(leaf.id);
  at.add(leaf.event.at);
  kind.add(leaf.event.kind);
  authority.add(leaf.event.authority);
  actor.add(leaf.event.actor);
  detail.add(leaf.event.detail);
  subject.add(leaf.event.subject);
  salt.add(leaf.salt);
  commitment.add(leaf.commitment);
}

void LeafColumns::to(Parameters& parameters) const {
  parameters.add(id)
      .add(at)
      .add(kind)
      .add(authority)
      .add(actor)
      .add(detail)
      .add(subject)
      .add(salt)
      .add(commitment);
}

core::Result<void> insert_leaves(Session& session, std::span<const proof::Leaf> leaves) {
  if (leaves.empty()) return {};
  LeafColumns columns;
  for (const auto& leaf : leaves)
    columns.add(leaf);
  Parameters parameters;
  columns.to(parameters);
  if (auto done = session.run(insert_log_leaves, parameters); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
