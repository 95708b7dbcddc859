// A file of applicants: each row as the register's check takes it.
#pragma once

#include "core/date.hpp"
#include "core/json.hpp"
#include "web/sent_rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::web {

struct Applicant {
  std::size_t row = 0;  // from 1
  std::string case_reference;
  std::string name;
  std::string check;                // JSON for the API; empty where the row cannot be read
  std::vector<std::string> faults;  // of the row, "date_of_birth: ..."
};

// What is wrong with the first line of a CSV file: the columns without which no row of it can be
// checked. Empty where nothing is, and of NDJSON.
std::string heading_fault(const RowsFile& file);

// The columns of a person, `case_reference` and `purpose`, which may be left out: then it is
// `purpose`. `today` bounds dates of birth. NDJSON is taken as it is.
std::vector<Applicant> read_applicants(const RowsFile& file, const std::string& purpose,
                                       core::Date today);

}  // namespace badgewatch::web
