#include "badgewatchd/master_key_files.hpp"

#include "badgewatchd/database.hpp"
#include "core/key_file.hpp"

#include <algorithm>

namespace badgewatch::daemon {

namespace {

core::Error about_key(const KeysConfig& config, const std::string& what) {
  return {core::Errc::invalid, "The master key " + config.master_key_file.string() + " " + what +
                                   " This register was sealed with a master key: put back the copy "
                                   "that you kept, or name it in keys.master_key_file."};
}

core::Error about_change(const KeysConfig& config, std::int16_t generation) {
  return {core::Errc::invalid,
          "The master key of this register is being changed, and that of generation " +
              std::to_string(generation) + " is neither in " + config.master_key_file.string() +
              " nor in " + config.next_master_key_file.string() +
              ". Put both keys there until `badgewatchd master-key status` says that the change is "
              "done."};
}

bool is_at_hand(const store::KeyGeneration& generation, const std::vector<store::DataKey>& keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const store::DataKey& key) {
    return store::key_mark_of(key.reveal()) == generation.mark;
  });
}

core::Result<void> check(const KeysConfig& config,
                         const std::vector<store::KeyGeneration>& wanted) {
  const auto keys = read_master_keys(config);
  if (!keys) return keys.error();
  for (const auto& one : wanted) {
    if (is_at_hand(one, *keys)) continue;
    if (wanted.size() > 1) return about_change(config, one.generation);
    return about_key(config, keys->empty() ? "is not there." : "is another one.");
  }
  return {};
}

}  // namespace

core::Result<std::vector<store::DataKey>> read_master_keys(const KeysConfig& config) {
  std::vector<store::DataKey> keys;
  for (const auto& path : {config.master_key_file, config.next_master_key_file}) {
    const auto key = core::read_key_file(path.string());
    if (!key && key.error().code() == core::Errc::not_found) continue;
    if (!key) return core::Error(key.error().code(), path.string() + ": " + key.error().detail());
    keys.emplace_back(*key);
  }
  return keys;
}

core::Result<void> check_master_keys(const KeysConfig& config, const std::string& conninfo) {
  auto generations = store::read_generations(conninfo);
  if (!generations) return generations.error();
  return check(config, store::in_use(std::move(*generations)));
}

core::Result<store::SealingKeys> unlock_register(const KeysConfig& config,
                                                 const std::string& conninfo,
                                                 core::Randomness& randomness) {
  const auto generations = store::read_generations(conninfo);
  if (!generations) return generations.error();
  if (generations->empty()) {
    const auto& path = config.master_key_file;
    if (auto made = make_private_folder(path.parent_path()); !made) return made.error();
    const auto key = core::read_or_create_key_file(path.string(), randomness);
    if (!key) return core::Error(key.error().code(), path.string() + ": " + key.error().detail());
    return store::begin_master_keys(conninfo, *key, randomness);
  }
  if (auto fits = check(config, store::in_use(*generations)); !fits) return fits.error();
  const auto keys = read_master_keys(config);
  if (!keys) return keys.error();
  return store::unlock(conninfo, *keys, randomness);
}

}  // namespace badgewatch::daemon
