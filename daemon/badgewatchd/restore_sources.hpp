// What a restore begins with, checked before anything is made.
#pragma once

#include "badgewatchd/backup_set.hpp"
#include "badgewatchd/commands.hpp"
#include "core/result.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace badgewatch::daemon {

struct Sources {
  Manifest manifest;
  // As manifest and ledgers say; none where all of them are from before registers had one.
  std::optional<core::Uuid> register_id;
  std::vector<store::DataKey> master_keys;              // those that the set wants, the newest last
  std::vector<std::filesystem::path> master_key_files;  // where they are
  std::filesystem::path receipt_key_file;               // may not be there
  std::filesystem::path log_key_file;                   // may not be there
  std::vector<store::Erased> erased;
};

// Refused: a set or ledger that is spoiled or of another register, a missing key or ledger, a state
// folder that holds more than keys and ledger.
core::Result<Sources> read_sources(const Config& config, const RestoreOptions& options);

}  // namespace badgewatch::daemon
