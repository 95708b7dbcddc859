#include "match/people.hpp"

namespace badgewatch::matcher {

People::People(const std::string& path, core::Date today, bool all_warnings)
    : file_(path, std::ios::binary),
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
      complaints_.warn(rows_.line(), warnings);
      return Named{std::move(id), match::Profile(person)};
    }
    complaints_.bad_line(rows_.line(), problems);
  }
  return {};
}

}  // namespace badgewatch::matcher
