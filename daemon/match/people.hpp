// A file of PERSONs, one a line.
#pragma once

#include "match/match.hpp"
#include "match/rows.hpp"

#include <fstream>
#include <optional>
#include <string>

namespace badgewatch::matcher {

struct Named {
  std::string id;  // as JSON text; the number of the line where none was given
  match::Profile profile;
};

class People {
public:
  People(const std::string& path, core::Date today, bool all_warnings);

  bool is_open() const { return file_.is_open(); }
  // The next line that is a PERSON.
  std::optional<Named> next();
  bool any_bad() const { return complaints_.any_bad(); }

private:
  std::ifstream file_;
  core::Date today_;
  Complaints complaints_;
  Rows rows_;
};

}  // namespace badgewatch::matcher
