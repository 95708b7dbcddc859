// The rows that the register did not take: the first few for people, all of them in a file.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace badgewatch::cli {

// "  row 17 (PH-0001)  holder/date_of_birth: ...", a line or more for each wrong field. Takes what
// is missing.
std::string rejected_row_text(const core::Json& row);

class RejectedRows {
public:
  // Every rejected row's line goes into the file too, where one is named.
  core::Result<bool> open(const std::string& path);

  void take(const core::Json& row, std::string_view line);

  std::uint64_t count() const { return count_; }
  // The first twenty rows, and how many more there are.
  std::string text() const;
  // Whether the file holds them all.
  bool written();

private:
  std::uint64_t count_ = 0;
  std::string first_;
  std::string path_;
  std::ofstream file_;
};

}  // namespace badgewatch::cli
