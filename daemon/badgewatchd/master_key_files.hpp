// The master keys that are at hand: the one in force, and the one that shall follow it.
#pragma once

#include "config/config.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "store/master_keys.hpp"

#include <string>
#include <vector>

namespace badgewatch::daemon {

struct KeysAtHand {
  std::vector<store::DataKey> keys;
  std::string next_refused;  // why the next key's file is none, where there is one
};

// Of keys.master_key_file and keys.next_master_key_file those that are there. An error names a file
// that is no key, or that others may read; only while the master key is changed the next one
// matters.
core::Result<KeysAtHand> read_master_keys(const KeysConfig& config);

// Whether the keys at hand are the register's; changes nothing. A register that is not there yet
// takes any. `conninfo` is bw_migrate's.
core::Result<void> check_master_keys(const KeysConfig& config, const std::string& conninfo);

// What the register is unlocked with. A new one makes its key; one that was sealed before takes no
// other.
core::Result<store::SealingKeys> unlock_register(const KeysConfig& config,
                                                 const std::string& conninfo,
                                                 core::Randomness& randomness);

}  // namespace badgewatch::daemon
