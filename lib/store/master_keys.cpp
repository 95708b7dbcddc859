#include "store/master_keys.hpp"

#include "proof/hash.hpp"
#include "store/migrations.hpp"
#include "store/session.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

// A database from before there were several has the mark alone.
constexpr Statement is_there{"master_keys_are_there",
                             "select to_regclass('badgewatch.master_key') is not null,"
                             "       to_regclass('badgewatch.lookup_key') is not null"};
constexpr Statement select_mark{"select_key_mark", "select mark from master_key"};
constexpr Statement select_generations{
    "select_key_generations",
    "select generation, mark, added_at, closed_at, retired_at from master_key order by generation"};
constexpr Statement insert_first{
    "insert_first_master_key",
    "with master as (insert into master_key (generation, mark) values (1, $1))"
    " insert into lookup_key (key_version, data_key) values (1, $2)"};
constexpr Statement insert_lookup{
    "insert_lookup_key",
    "insert into lookup_key (key_version, data_key) values ($1, $2) on conflict do nothing"};
constexpr Statement select_lookup{"select_lookup_key",
                                  "select key_version, data_key from lookup_key"};

core::Error not_at_hand(std::int16_t generation) {
  return {core::Errc::not_found,
          "The master key of generation " + std::to_string(generation) + " is not at hand."};
}

// The keys at hand that are in use; an error for the first that is missing.
core::Result<SealingKeys> masters_of(const std::vector<KeyGeneration>& generations,
                                     std::span<const DataKey> at_hand) {
  SealingKeys keys;
  for (const auto& one : generations) {
    const auto found = std::find_if(at_hand.begin(), at_hand.end(), [&](const DataKey& key) {
      return key_mark_of(key.reveal()) == one.mark;
    });
    if (found == at_hand.end()) return not_at_hand(one.generation);
    keys.masters.push_back({.generation = one.generation, .key = *found});
    keys.wrap_by = one.generation;
  }
  return keys;
}

// A register from before it had a lookup key of its own looks up with what its first master key
// gives.
core::Result<void> add_lookup_key(Session& session, const SealingKeys& keys,
                                  core::Randomness& randomness) {
  const auto& first = keys.masters.front();
  if (first.generation != 1)
    return core::Error(core::Errc::internal, "The register's lookup key is missing.");
  const Sealer sealer(keys, randomness);
  auto done = session.run(insert_lookup,
                          Parameters()
                              .add(keys.wrap_by)
                              .bytes(sealer.wrap(first.key, lookup_key_place(), keys.wrap_by)));
  if (!done) return done.error();
  return {};
}

}  // namespace

core::Hash key_mark_of(const core::Hash& master_key) {
  return proof::keyed_hash(master_key, {core::as_bytes("badgewatch master key mark")});
}

SealedPlace lookup_key_place() {
  return {.table = "lookup_key", .authority = "", .id = {}, .version = 1};
}

std::vector<KeyGeneration> in_use(std::vector<KeyGeneration> generations) {
  std::erase_if(generations, [](const KeyGeneration& one) { return one.retired_at.has_value(); });
  return generations;
}

core::Result<std::vector<KeyGeneration>> read_generations(Session& session) {
  std::vector<KeyGeneration> generations;
  const auto there = session.run(is_there);
  if (!there) return there.error();
  if (!there->at<bool>(0, 0)) return generations;
  if (!there->at<bool>(0, 1)) {
    const auto mark = session.run(select_mark);
    if (!mark) return mark.error();
    for (int i = 0; i < mark->size(); ++i)
      generations.push_back({.generation = 1,
                             .mark = mark->at<core::Hash>(i, 0),
                             .added_at = {},
                             .closed_at = {},
                             .retired_at = {}});
    return generations;
  }
  const auto rows = session.run(select_generations);
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i)
    generations.push_back({.generation = rows->at<std::int16_t>(i, 0),
                           .mark = rows->at<core::Hash>(i, 1),
                           .added_at = rows->at<core::Instant>(i, 2),
                           .closed_at = rows->maybe<core::Instant>(i, 3),
                           .retired_at = rows->maybe<core::Instant>(i, 4)});
  return generations;
}

core::Result<std::vector<KeyGeneration>> read_generations(const std::string& conninfo) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  return read_generations(**session);
}

core::Result<SealingKeys> begin_master_keys(const std::string& conninfo,
                                            const core::Hash& master_key,
                                            core::Randomness& randomness) {
  SealingKeys keys = SealingKeys::only(master_key);
  core::Hash lookup{};
  randomness.fill(lookup);
  keys.lookup = DataKey(lookup);
  const Sealer sealer(keys, randomness);
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  Parameters parameters;
  parameters.bytes(key_mark_of(master_key));
  parameters.bytes(sealer.wrap(keys.lookup, lookup_key_place(), 1));
  if (auto done = (*session)->run(insert_first, parameters); !done) return done.error();
  return keys;
}

core::Result<SealingKeys> unlock(const std::string& conninfo, std::span<const DataKey> at_hand,
                                 core::Randomness& randomness) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  auto generations = read_generations(**session);
  if (!generations) return generations.error();
  auto keys = masters_of(in_use(std::move(*generations)), at_hand);
  if (!keys) return keys.error();
  if (keys->masters.empty()) return not_at_hand(1);

  auto rows = (*session)->run(select_lookup);
  if (!rows) return rows.error();
  if (rows->empty()) {
    if (auto added = add_lookup_key(**session, *keys, randomness); !added) return added.error();
    rows = (*session)->run(select_lookup);
    if (!rows) return rows.error();
  }
  const Sealer sealer(*keys, randomness);
  auto lookup = sealer.unwrap(rows->raw(0, 1), rows->at<std::int16_t>(0, 0), lookup_key_place());
  if (!lookup) return lookup.error();
  keys->lookup = *lookup;
  return keys;
}

core::Result<SealingKeys> unlock_to_read(const std::string& conninfo,
                                         std::span<const DataKey> at_hand, Ending& ending) {
  auto session = Session::open(conninfo, {.ending = &ending});
  if (!session) return session.error();
  auto generations = read_generations(**session);
  if (!generations) return generations.error();
  auto keys = masters_of(in_use(std::move(*generations)), at_hand);
  if (keys && keys->masters.empty()) return not_at_hand(1);
  return keys;
}

}  // namespace badgewatch::store
