// A file of PERSONs, one a line.
#pragma once

#include "match/match.hpp"
#include "match/rows.hpp"

#include <fstream>
#include <optional>
#include <string>
#include <unordered_map>

namespace badgewatch::matcher {

struct Named {
  std::string id;  // as JSON text; the number of the line where none was given
  match::Profile profile;
};

class People {
public:
  People(const std::string& path, core::Date today, bool all_warnings);

  // Why there is nothing to read, as a sentence; nothing when there is.
  const std::optional<std::string>& fault() const { return fault_; }
  // The next line that is a PERSON.
  std::optional<Named> next();
  bool any_bad() const { return complaints_.any_bad(); }

private:
  std::ifstream file_;
  std::optional<std::string> fault_;
  core::Date today_;
  Complaints complaints_;
  Rows rows_;
  std::unordered_map<std::string, std::size_t> lines_;  // by the id of who stands there
};

// Prints the fault; the status to end with.
int no_input(const People& people);

}  // namespace badgewatch::matcher
