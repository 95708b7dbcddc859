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
  const auto found = read_master_keys(config);
  if (!found) return found.error();
  for (const auto& one : wanted) {
    if (is_at_hand(one, found->keys)) continue;
    if (!found->next_refused.empty()) return core::Error(core::Errc::invalid, found->next_refused);
    if (wanted.size() > 1) return about_change(config, one.generation);
    return about_key(config, found->keys.empty() ? "is not there." : "is another one.");
  }
  return {};
}

}  // namespace

core::Result<KeysAtHand> read_master_keys(const KeysConfig& config) {
  KeysAtHand found;
  for (const auto& path : {config.master_key_file, config.next_master_key_file}) {
    const auto key = core::read_key_file(path.string());
    if (!key && key.error().code() == core::Errc::not_found) continue;
    auto refused = key ? std::string() : path.string() + ": " + key.error().detail();
    if (key)
      found.keys.emplace_back(*key);
    else if (path == config.next_master_key_file)
      found.next_refused = std::move(refused);
    else
      return core::Error(key.error().code(), std::move(refused));
  }
  return found;
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
  const auto found = read_master_keys(config);
  if (!found) return found.error();
  return store::unlock(conninfo, found->keys, randomness);
}

}  // namespace badgewatch::daemon
