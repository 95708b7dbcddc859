#include "config/setting_reader.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <numeric>

namespace badgewatch::daemon {
namespace {

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string pointer_of(std::string_view name) {
  std::string out = "/" + std::string(name);
  std::replace(out.begin(), out.end(), '.', '/');
  return out;
}

}  // namespace

SettingReader::SettingReader(std::vector<TomlSetting> settings, std::string file_name)
    : settings_(std::move(settings)), file_name_(std::move(file_name)) {}

std::int64_t SettingReader::whole_number(std::string_view name, std::int64_t present,
                                         std::int64_t low, std::int64_t high) {
  const TomlSetting* found = take(name);
  if (!found) return present;
  const auto* number = std::get_if<std::int64_t>(&found->value);
  if (number && *number >= low && *number <= high) return *number;
  fault(name, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return present;
}

void SettingReader::boolean(std::string_view name, bool& out) {
  const TomlSetting* found = take(name);
  if (!found) return;
  if (const auto* flag = std::get_if<bool>(&found->value)) {
    out = *flag;
  } else {
    fault(name, "must be true or false");
  }
}

void SettingReader::text(std::string_view name, std::string& out) {
  const TomlSetting* found = take(name);
  if (!found) return;
  if (const auto* text = std::get_if<std::string>(&found->value)) {
    out = *text;
  } else {
    fault(name, "must be text in quotation marks");
  }
}

void SettingReader::texts(std::string_view name, std::vector<std::string>& out) {
  const TomlSetting* found = take(name);
  if (!found) return;
  if (const auto* list = std::get_if<std::vector<std::string>>(&found->value)) {
    out = *list;
  } else {
    fault(name, "must be a list of texts, as [\"one\", \"two\"]");
  }
}

void SettingReader::path(std::string_view name, std::filesystem::path& out) {
  const TomlSetting* found = take(name);
  if (!found) return;
  const auto* text = std::get_if<std::string>(&found->value);
  if (text && text->find('\0') == std::string::npos) {
    out = *text;
  } else {
    fault(name, "must be a path in quotation marks");
  }
}

void SettingReader::choice(std::string_view name, std::size_t& out,
                           std::initializer_list<std::string_view> names) {
  const TomlSetting* found = take(name);
  if (!found) return;
  const auto* text = std::get_if<std::string>(&found->value);
  const auto* const at = text ? std::find(names.begin(), names.end(), *text) : names.end();
  if (at != names.end()) {
    out = static_cast<std::size_t>(at - names.begin());
    return;
  }
  std::vector<std::string> quoted;
  for (const std::string_view allowed : names)
    quoted.push_back("\"" + std::string(allowed) + "\"");
  fault(name, "must be one of " + core::join(quoted, ", "));
}

void SettingReader::fault(std::string_view name, std::string_view sentence) {
  const TomlSetting* found = find(name);
  const std::string line = found ? ":" + std::to_string(found->line) : "";
  faults_.push_back({pointer_of(name), file_name_ + line + ": " + std::string(name) + " " +
                                           std::string(sentence) + "."});
}

bool SettingReader::is_set(std::string_view name) const {
  return find(name) != nullptr;
}

std::size_t SettingReader::tables(std::string_view name) const {
  std::size_t count = 0;
  while (is_set(std::string(name) + "." + std::to_string(count)))
    ++count;
  return count;
}

void SettingReader::finish() {
  for (const TomlSetting& setting : settings_) {
    const bool known = std::find(names_.begin(), names_.end(), setting.name) != names_.end();
    const bool section = is_section(setting.name);
    if (std::holds_alternative<SectionMark>(setting.value)) {
      if (!section && !known) unknown(setting);
    } else if (section) {
      fault(setting.name, "is a section: write [" + setting.name + "]");
    } else if (!known) {
      unknown(setting);
    }
  }
}

void SettingReader::unknown(const TomlSetting& setting) {
  const bool is_table = std::holds_alternative<SectionMark>(setting.value);
  std::vector<std::string> candidates = names_;
  if (is_table) {
    for (std::string& name : candidates)
      name.resize(name.rfind('.'));
  }
  const std::string nearest = *std::min_element(
      candidates.begin(), candidates.end(), [&](const std::string& a, const std::string& b) {
        return distance(setting.name, a) < distance(setting.name, b);
      });
  fault(setting.name, std::string("is no ") + (is_table ? "section" : "setting") +
                          " of Badgewatch; the nearest name is " + nearest);
}

const TomlSetting* SettingReader::take(std::string_view name) {
  names_.emplace_back(name);
  return find(name);
}

const TomlSetting* SettingReader::find(std::string_view name) const {
  const auto at = std::find_if(settings_.begin(), settings_.end(),
                               [&](const TomlSetting& setting) { return setting.name == name; });
  return at == settings_.end() ? nullptr : &*at;
}

bool SettingReader::is_section(std::string_view name) const {
  return std::any_of(names_.begin(), names_.end(), [&](const std::string& known) {
    return known.size() > name.size() && known[name.size()] == '.' && known.starts_with(name);
  });
}

}  // namespace badgewatch::daemon
