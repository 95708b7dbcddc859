// The master keys that a register has had, as its database knows them: by a mark of each, which
// tells a wrong key at the start, before anything is sealed under it, and says nothing about the
// key.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "store/sealing.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::store {

class Ending;
class Session;

core::Hash key_mark_of(const core::Hash& master_key);

struct KeyGeneration {
  std::int16_t generation = 0;
  core::Hash mark{};
  core::Instant added_at;
  std::optional<core::Instant> closed_at;   // from then on nothing new is wrapped by it
  std::optional<core::Instant> retired_at;  // from then on nothing is
};

// The oldest first; none in a new register, or in a database without one.
core::Result<std::vector<KeyGeneration>> read_generations(Session& session);
// `conninfo` is bw_migrate's.
core::Result<std::vector<KeyGeneration>> read_generations(const std::string& conninfo);
// Those by which something may be wrapped.
std::vector<KeyGeneration> in_use(std::vector<KeyGeneration> generations);

// The first key of a new register, which gets a lookup key of its own. Errc::unavailable when
// another process was quicker.
core::Result<SealingKeys> begin_master_keys(const std::string& conninfo,
                                            const core::Hash& master_key,
                                            core::Randomness& randomness);

// What the register is unlocked with, from the keys at hand. Errc::not_found, naming the
// generation, when one that is in use is not among them; then nothing was changed.
core::Result<SealingKeys> unlock(const std::string& conninfo, std::span<const DataKey> at_hand,
                                 core::Randomness& randomness);

// The same without the lookup key, for a process that opens what is sealed and looks nothing up.
// `conninfo` is of a role that may read which master keys there are. In the ending, which outlives
// the call, a silent database is given up.
core::Result<SealingKeys> unlock_to_read(const std::string& conninfo,
                                         std::span<const DataKey> at_hand, Ending& ending);

// Where the lookup key is wrapped as the data keys of records are.
SealedPlace lookup_key_place();

}  // namespace badgewatch::store
