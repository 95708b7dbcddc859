// The reference data and column mappings as files on disk.
#pragma once

#include "core/result.hpp"
#include "ports/reference.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace badgewatch::daemon {

// The three files of config/reference, each `KIND.json`, as text with the version that it states.
// Errc::unavailable names the file that cannot be read.
core::Result<std::vector<ports::ReferenceFile>> read_reference_directory(
    const std::filesystem::path& directory);

// The text of every `*.json` in config/mappings, by file name.
core::Result<std::vector<std::string>> read_mapping_directory(
    const std::filesystem::path& directory);

}  // namespace badgewatch::daemon
