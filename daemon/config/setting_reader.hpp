// Takes settings from a file one by one, and collects every fault in it with its line.
#pragma once

#include "config/toml_settings.hpp"
#include "core/json_reader.hpp"

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::daemon {

// Each call names a setting once. A value that is absent leaves `out` as it is; a wrong one too,
// and is a fault that says what is allowed.
class SettingReader {
public:
  // `file_name` stands in front of every fault.
  SettingReader(std::vector<TomlSetting> settings, std::string file_name);

  template <std::integral Number>
  void integer(std::string_view name, Number& out, std::int64_t low,
               std::int64_t high = std::numeric_limits<Number>::max()) {
    out = static_cast<Number>(whole_number(name, static_cast<std::int64_t>(out), low, high));
  }
  void boolean(std::string_view name, bool& out);
  void text(std::string_view name, std::string& out);
  void texts(std::string_view name, std::vector<std::string>& out);
  void path(std::string_view name, std::filesystem::path& out);
  // The place in `names` of the one that stands there.
  void choice(std::string_view name, std::size_t& out,
              std::initializer_list<std::string_view> names);

  // A fault at that setting's line; without one where the file does not set it.
  void fault(std::string_view name, std::string_view sentence);
  bool is_set(std::string_view name) const;
  // How many `[[name]]` there are; the settings of the first are "name.0.key".
  std::size_t tables(std::string_view name) const;

  // Reports what no call named. Call once, last.
  void finish();
  core::Problems take_faults() { return std::move(faults_); }
  const std::vector<std::string>& names() const { return names_; }

private:
  std::int64_t whole_number(std::string_view name, std::int64_t present, std::int64_t low,
                            std::int64_t high);
  const TomlSetting* take(std::string_view name);
  const TomlSetting* find(std::string_view name) const;
  bool is_section(std::string_view name) const;
  void unknown(const TomlSetting& setting);

  std::vector<TomlSetting> settings_;
  std::string file_name_;
  std::vector<std::string> names_;
  core::Problems faults_;
};

}  // namespace badgewatch::daemon
