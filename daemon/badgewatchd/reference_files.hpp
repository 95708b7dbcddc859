// The reference data and column mappings as files on disk.
#pragma once

#include "api/column_mapping.hpp"
#include "core/result.hpp"
#include "ports/reference.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace badgewatch::daemon {

// All of a file. Errc::unavailable names it where it cannot be read.
core::Result<std::string> read_text(const std::filesystem::path& path);

// The three files of config/reference, each `KIND.json`, as text with the version that it states.
// Errc::unavailable names the file that cannot be read.
core::Result<std::vector<ports::ReferenceFile>> read_reference_directory(
    const std::filesystem::path& directory);

// The column mappings of config/mappings, `*.json`, by the name that each states, and `default`,
// which is always there: every column under its own name. An error names the file that cannot be
// read, or says what is wrong with a mapping.
core::Result<std::map<std::string, api::ColumnMapping>> read_mappings(
    const std::filesystem::path& directory);

}  // namespace badgewatch::daemon
