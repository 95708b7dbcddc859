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

People::People(const std::string& path, core::Date today, bool all_warnings)
    : file_(path, std::ios::binary),
      fault_(fault_of(path, file_)),
      today_(today),
      complaints_(path, all_warnings),
      rows_(file_, complaints_) {}

std::optional<Named> People::next() {
  while (const auto json = rows_.next()) {
    core::Problems problems;
    person::Warnings warnings;
    const auto person =
        person::read_person(*json, "", person::Reading::lenient, today_, problems, warnings);
    auto id = std::to_string(rows_.line());
    if (const auto* given = json->find("id")) {
      // read_person() leaves the id to its caller.
      const core::Json only_id(core::JsonObject{{"id", *given}});
      core::JsonReader reader(only_id, "", problems);
      if (auto read = read_id(reader)) id = std::move(*read);
    }
    if (problems.empty()) {
      const auto [other, is_new] = lines_.try_emplace(id, rows_.line());
      if (!is_new)
        warnings.push_back({"/id", "is the id of line " + std::to_string(other->second) + " too"});
      complaints_.warn(rows_.line(), warnings);
      return Named{std::move(id), match::Profile(person)};
    }
    complaints_.bad_line(rows_.line(), problems);
  }
  return {};
}

int no_input(const People& people) {
  std::cerr << "badgewatch-match: " << *people.fault() << '\n';
  return exit_no_input;
}

}  // namespace badgewatch::matcher
