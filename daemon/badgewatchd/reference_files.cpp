#include "badgewatchd/reference_files.hpp"

#include "api/licence_rows.hpp"
#include "app/reference.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

namespace badgewatch::daemon {
namespace {

core::Error cannot_read(const std::filesystem::path& path) {
  return {core::Errc::unavailable, "Cannot read " + path.string() + "."};
}

}  // namespace

core::Result<std::string> read_text(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return cannot_read(path);
  return std::move(text).str();
}

core::Result<std::vector<ports::ReferenceFile>> read_reference_directory(
    const std::filesystem::path& directory) {
  std::vector<ports::ReferenceFile> out;
  for (const std::string_view kind : app::reference_kinds) {
    const std::filesystem::path path = directory / (std::string(kind) + ".json");
    auto text = read_text(path);
    if (!text) return text.error();
    auto version = app::stated_version(*text);
    if (!version) {
      return core::Error(version.error().code(), path.string() + ": " + version.error().detail());
    }
    out.push_back({std::string(kind), std::move(*version), std::move(*text)});
  }
  return out;
}

core::Result<std::map<std::string, api::ColumnMapping>> read_mappings(
    const std::filesystem::path& directory) {
  std::error_code failed;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator entry(directory, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().extension() == ".json") paths.push_back(entry->path());
  }
  if (failed) return cannot_read(directory);
  std::sort(paths.begin(), paths.end());
  std::map<std::string, api::ColumnMapping> mappings;
  for (const std::filesystem::path& path : paths) {
    const auto text = read_text(path);
    if (!text) return text.error();
    auto mapping = api::ColumnMapping::read(*text);
    if (!mapping) return mapping.error();
    const auto name = mapping->name();
    mappings.emplace(name, std::move(*mapping));
  }
  mappings.emplace("default", api::ColumnMapping::of_own_names(api::licence_file_columns().known));
  return mappings;
}

}  // namespace badgewatch::daemon
