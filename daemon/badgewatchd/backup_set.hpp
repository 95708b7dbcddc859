// A backup set: a folder with the database's dump, the erasure ledger, and a manifest that says
// what they are. The manifest is written last, so a set without one is unfinished. No key is in it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "proof/feed_chain.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::daemon {

inline constexpr const char* dump_file = "register.dump";
inline constexpr const char* ledger_file = "erasures.ledger";
inline constexpr const char* manifest_file = "manifest.json";

struct BackupFile {
  std::string name;
  std::int64_t bytes = 0;
  core::Hash sha256{};
};

struct Manifest {
  core::Instant made_at;
  std::optional<core::Uuid> register_id;  // none: from before registers had one
  int schema_version = 0;
  proof::Head head;
  // Of the master keys that the records are sealed with, the newest last: two while it is changed.
  std::vector<core::Hash> key_marks;
  std::vector<BackupFile> files;
};

// Weighs the files of the set, and writes the manifest durably.
core::Result<void> write_manifest(const std::filesystem::path& set, Manifest manifest);

// The set's manifest, when its files are what it says.
core::Result<Manifest> read_backup_set(const std::filesystem::path& set);

}  // namespace badgewatch::daemon
