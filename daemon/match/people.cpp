#include "match/people.hpp"

#include "match/exit_codes.hpp"

#include <filesystem>
#include <iostream>

namespace badgewatch::matcher {

namespace {

// A folder can be opened, and fails only when it is read.
std::optional<std::string> fault_of(const std::string& path, const std::ifstream& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return path + " is a folder, not a file of people.";
  if (!file.is_open()) return path + " cannot be read.";
  return {};
}

}  // namespace

People::People(const std::string& path, core::Date today, bool all_warnings,
               const match::Frequencies& frequencies)
    : file_(path, std::ios::binary),
      fault_(fault_of(path, file_)),
      today_(today),
      frequencies_(frequencies),
      complaints_(path, all_warnings),
      lines_(file_) {}

void People::Reading::clear() {
  people.clear();
  told.clear();
  warnings = further_warnings = 0;
  ids.clear();
}

std::unique_ptr<People::Reading> People::read(const LineBlock& lines) {
  auto reading = readings_.take();
  reading->clear();
  each_line(lines, [&](const Line& line) { read_one(line, *reading); });
  return reading;
}

void People::read_one(const Line& line, Reading& reading) const {
  const auto json = json_of(line);
  if (!json) {
    reading.told.push_back({line.number, {{"", json.error().detail()}}, {}});
    return;
  }
  Told told{line.number, {}, {}};
  const auto person = person::read_person(*json, "", person::Reading::lenient, today_,
                                          told.problems, told.warnings);
  auto id = std::to_string(line.number);
  // read_person() leaves the id to its caller.
  if (const auto* given = json->find("id"); given != nullptr && !given->is_null()) {
    if (auto known = id_text(*given))
      id = std::move(*known);
    else
      told.problems.push_back({"/id", std::string(wrong_id)});
  }
  if (told.problems.empty()) {
    reading.ids.emplace_back(line.number, IdLines::hash_of(id));
    reading.people.push_back({std::move(id), match::Profile(person, frequencies_)});
  }
  if (told.problems.empty() && !complaints_.may_show(reading.warnings)) {
    reading.further_warnings += told.warnings.size();
    return;
  }
  if (told.problems.empty()) reading.warnings += told.warnings.size();
  if (!told.problems.empty() || !told.warnings.empty()) reading.told.push_back(std::move(told));
}

void People::tell(Reading& reading) {
  for (const auto& one : reading.told) {
    if (one.problems.empty())
      complaints_.warn(one.line, one.warnings);
    else
      complaints_.bad_line(one.line, one.problems);
  }
  complaints_.count_warnings(reading.further_warnings);
  for (const auto& [line, id] : reading.ids)
    if (const auto other = line_of_.add(id, line))
      complaints_.warn(line, {{"/id", "is the id of line " + std::to_string(*other) + " too"}});
}

int no_input(const People& people) {
  std::cerr << "badgewatch-match: " << *people.fault() << '\n';
  return exit_no_input;
}

}  // namespace badgewatch::matcher
