// What a page shows, as a file for a spreadsheet.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

using CsvRecords = std::vector<std::vector<std::string>>;

// To be saved under `name`. UTF-8 with its mark, RFC 4180; no cell is a live formula. The first
// record names the columns.
http::Response csv_page(std::string_view name, const CsvRecords& records);

// A count as it is, without commas; empty where it is not told.
std::string csv_count(const JsonView& count);

// What the API gives as CSV; `problem` where it refuses, as ask() gives it.
struct CsvAnswer {
  CsvRecords records;
  Answer problem;

  bool is_good() const { return problem.is_good(); }
};
CsvAnswer ask_csv(const Visit& visit, const Question& question);

}  // namespace badgewatch::web
