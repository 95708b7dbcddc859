#include "store/keys.hpp"

#include "core/text.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr std::int64_t most_live_keys_of_a_name = 2;  // the old and the new one while they change

constexpr Statement find_key{"find_key", "select * from find_key($1)"};
constexpr Statement note_use{"note_api_key_use", "select note_api_key_use($1, $2)"};
constexpr Statement revoke_key{"revoke_api_key",
                               "update api_key set revoked_at = coalesce(revoked_at, $3)"
                               " where id = $2 and ($1 = '' or authority = $1)"};
constexpr Statement lock_keys{"lock_api_keys", "select pg_advisory_xact_lock($1)"};
constexpr Statement count_live{
    "count_live_api_keys",
    "select count(*) from api_key where authority = $1 and name = $2 and revoked_at is null"};
constexpr Statement key_is_there{"api_key_is_there",
                                 "select 1 from api_key where authority = $1 and id = $2"};
constexpr Statement insert_key{
    "insert_api_key",
    "insert into api_key (authority, id, name, prefix, scopes, key_hash, created_at, revoked_at,"
    "                     import_until, networks)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement list_keys{"list_api_keys",
                              "select id, authority, name, prefix, scopes, created_at, revoked_at, "
                              "import_until, last_used_at,"
                              "       networks"
                              " from api_key where authority = $1 order by created_at, id"};

ports::ApiKey key_of(const Rows& rows, int row) {
  ports::ApiKey key;
  key.id = rows.at<core::Uuid>(row, 0);
  key.authority = rows.at<std::string>(row, 1);
  key.name = rows.at<std::string>(row, 2);
  key.prefix = rows.at<std::string>(row, 3);
  key.scopes = words_of(rows.at<std::string>(row, 4));
  key.created_at = rows.at<core::Instant>(row, 5);
  key.revoked_at = rows.maybe<core::Instant>(row, 6);
  key.import_until = rows.maybe<core::Instant>(row, 7);
  key.last_used_at = rows.maybe<core::Instant>(row, 8);
  key.networks = words_of(rows.at<std::string>(row, 9));
  return key;
}

}  // namespace

core::Result<std::optional<ports::ApiKey>> SqlKeys::find(const core::Hash& key_hash) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  auto rows = (*lease)->run(find_key, Parameters().bytes(key_hash));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::ApiKey>();
  return std::optional(key_of(*rows, 0));
}

core::Result<void> SqlKeys::used(const std::string& authority, const core::Uuid& id,
                                 core::Instant at) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<void> {
    auto done = session.run(note_use, Parameters().add(id).add(at));
    if (!done) return done.error();
    return {};
  });
}

core::Result<void> SqlKeys::add(const ports::ApiKey& key, const core::Hash& key_hash,
                                const proof::Leaf& leaf) {
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  const auto lock = lock_key(context_.sealer, "api keys", key.authority);
  if (auto done = (*session)->run(lock_keys, Parameters().add(lock)); !done) return done.error();
  auto there = (*session)->run(key_is_there, Parameters().text(key.authority).add(key.id));
  if (!there) return there.error();
  if (!there->empty())
    return core::Error(core::Errc::conflict,
                       "This key was made already, and shown once. Where that answer was lost, end "
                       "the key and make another.");
  auto live = (*session)->run(count_live, Parameters().text(key.authority).text(key.name));
  if (!live) return live.error();
  if (live->at<std::int64_t>(0, 0) >= most_live_keys_of_a_name)
    return core::Error(core::Errc::conflict,
                       "The authority has two live keys of that name: revoke one first.");
  Parameters parameters;
  parameters.text(key.authority).add(key.id).text(key.name).text(key.prefix);
  parameters.text(core::join(key.scopes, " ")).bytes(key_hash).add(key.created_at);
  parameters.add(key.revoked_at).add(key.import_until).text(core::join(key.networks, " "));
  if (auto done = (*session)->run(insert_key, parameters); !done) return done.error();
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}

core::Result<void> SqlKeys::revoke(const std::string& authority, const core::Uuid& id,
                                   core::Instant at, const proof::Leaf& leaf) {
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  auto found = (*session)->run(revoke_key, Parameters().text(authority).add(id).add(at));
  if (!found) return found.error();
  if (found->affected() == 0) return core::Error(core::Errc::not_found, "There is no such key.");
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}

core::Result<std::vector<ports::ApiKey>> SqlKeys::list(const std::string& authority) {
  return as_authority(context_, authority,
                      [&](Session& session) -> core::Result<std::vector<ports::ApiKey>> {
                        auto rows = session.run(list_keys, Parameters().text(authority));
                        if (!rows) return rows.error();
                        std::vector<ports::ApiKey> keys;
                        for (int i = 0; i < rows->size(); ++i)
                          keys.push_back(key_of(*rows, i));
                        return keys;
                      });
}

}  // namespace badgewatch::store
