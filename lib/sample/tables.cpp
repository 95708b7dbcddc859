#include "sample/tables.hpp"

#include "core/text.hpp"
#include "sample/embedded.hpp"

#include <charconv>
#include <stdexcept>

namespace badgewatch::sample {
namespace {

[[noreturn]] void malformed(std::string_view file, std::string_view line) {
  throw std::logic_error("config/sample/" + std::string(file) +
                         ": not of its form: " + std::string(line));
}

double number(std::string_view file, std::string_view text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0)
    malformed(file, text);
  return value;
}

// The first word of `line`; the rest, trimmed, stays in it.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line = core::trim(line.substr(end));
  return word;
}

std::vector<std::string_view> trimmed_parts(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : core::split(text, separator))
    parts.push_back(core::trim(part));
  return parts;
}

// The lines of a file that say something, its format line apart.
std::vector<std::string_view> lines_of(const EmbeddedFile& file, std::string_view format) {
  std::vector<std::string_view> lines;
  for (const std::string_view raw : core::split(file.text, '\n')) {
    const std::string_view line = core::trim(raw);
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  if (lines.empty() || lines.front() != "format " + std::string(format) + "/1")
    malformed(file.name, "format");
  lines.erase(lines.begin());
  return lines;
}

void add_weighted(std::string_view file, std::string_view line, Weighted<std::string>& list) {
  const double weight = number(file, take_word(line));
  for (const std::string_view name : trimmed_parts(line, ','))
    list.add(weight, std::string(name));
}

Weighted<std::string>* section_of(Culture& culture, std::string_view header) {
  if (header == "[prefix]") return &culture.prefixes;
  if (header == "[given_m]") return &culture.given_men;
  if (header == "[given_f]") return &culture.given_women;
  if (header == "[middle_m]") return &culture.middle_men;
  if (header == "[middle_f]") return &culture.middle_women;
  if (header == "[family]") return &culture.family_men;
  if (header == "[family_f]") return &culture.family_women;
  return nullptr;
}

double* setting_of(Culture& culture, std::string_view key) {
  if (key == "women") return &culture.women;
  if (key == "born_abroad") return &culture.born_abroad;
  if (key == "new_year") return &culture.new_year;
  if (key == "prefix") return &culture.prefix;
  if (key == "middle") return &culture.middle;
  if (key == "full_only") return &culture.full_only;
  return nullptr;
}

Culture read_culture(const EmbeddedFile& file) {
  Culture culture;
  Weighted<std::string>* section = nullptr;
  for (const std::string_view line : lines_of(file, "badgewatch-sample-names")) {
    if (line.front() == '[') {
      section = section_of(culture, line);
      if (section == nullptr) malformed(file.name, line);
    } else if (section != nullptr) {
      add_weighted(file.name, line, *section);
    } else {
      std::string_view rest = line;
      const std::string_view key = take_word(rest);
      if (key == "culture") {
        culture.name = rest;
      } else if (double* setting = setting_of(culture, key)) {
        *setting = number(file.name, rest);
      } else {
        malformed(file.name, line);
      }
    }
  }
  if (culture.middle_men.empty()) culture.middle_men = culture.given_men;
  if (culture.middle_women.empty()) culture.middle_women = culture.given_women;
  if (culture.family_women.empty()) culture.family_women = culture.family_men;
  return culture;
}

core::Date date(std::string_view file, std::string_view text) {
  const auto day = core::Date::parse_iso(text);
  if (!day) malformed(file, text);
  return *day;
}

Area read_area(std::string_view file, std::string_view line) {
  const auto parts = trimmed_parts(line, '|');
  if (parts.size() != 7) malformed(file, line);
  Area area{std::string(parts[0]),
            number(file, parts[1]),
            std::string(parts[2]),
            std::string(parts[3]),
            date(file, parts[4]),
            {},
            {}};
  if (parts[5] != "-") area.ends_on = date(file, parts[5]);
  for (const std::string_view group : trimmed_parts(parts[6], ';')) {
    const std::size_t colon = group.find(':');
    if (colon == std::string_view::npos) malformed(file, line);
    for (const std::string_view code : core::split(core::trim(group.substr(colon + 1)), ' '))
      area.places.push_back({std::string(group.substr(0, colon)), std::string(code)});
  }
  return area;
}

void read_mixture(std::string_view file, std::string_view line, Tables& tables) {
  if (take_word(line) != "setting") malformed(file, line);
  Weighted<const Culture*>& mixture = tables.mixtures[std::string(take_word(line))];
  for (std::string_view part : trimmed_parts(line, ',')) {
    const std::string_view name = take_word(part);
    const auto culture = std::find_if(tables.cultures.begin(), tables.cultures.end(),
                                      [&](const Culture& c) { return c.name == name; });
    if (culture == tables.cultures.end()) malformed(file, name);
    mixture.add(number(file, part), &*culture);
  }
}

void read_families(const EmbeddedFile& file, Tables& tables) {
  for (const std::string_view line : lines_of(file, "badgewatch-sample-families")) {
    std::vector<std::string> family;
    for (const std::string_view name : trimmed_parts(line, ','))
      family.emplace_back(name);
    tables.families.push_back(std::move(family));
  }
}

const EmbeddedFile& file_named(std::string_view name) {
  for (const EmbeddedFile& file : embedded())
    if (file.name == name) return file;
  throw std::logic_error("config/sample/" + std::string(name) + " is not in the program");
}

Tables read_tables() {
  Tables result;
  for (const EmbeddedFile& file : embedded())
    if (file.name.starts_with("names/")) result.cultures.push_back(read_culture(file));
  const EmbeddedFile& mixtures = file_named("cultures.txt");
  for (const std::string_view line : lines_of(mixtures, "badgewatch-sample-cultures"))
    read_mixture(mixtures.name, line, result);
  const EmbeddedFile& areas = file_named("areas.txt");
  for (const std::string_view line : lines_of(areas, "badgewatch-sample-areas"))
    result.areas.push_back(read_area(areas.name, line));
  const EmbeddedFile& streets = file_named("streets.txt");
  for (const std::string_view line : lines_of(streets, "badgewatch-sample-streets"))
    add_weighted(streets.name, line, result.streets);
  read_families(file_named("families.txt"), result);
  return result;
}

}  // namespace

std::vector<std::string_view> Tables::other_spellings(std::string_view name) const {
  std::vector<std::string_view> others;
  for (const auto& family : families) {
    if (std::find(family.begin(), family.end(), name) == family.end()) continue;
    for (const std::string& spelling : family)
      if (spelling != name) others.push_back(spelling);
  }
  return others;
}

const Tables& tables() {
  static const Tables read = read_tables();
  return read;
}

}  // namespace badgewatch::sample
