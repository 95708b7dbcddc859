// The lines of a file in large pieces, each taken apart by the thread that reads it.
#pragma once

#include "match/rows.hpp"

#include <algorithm>
#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::matcher {

// Whole lines, one behind the other; the file's last may have no line feed. Of one that is too long
// only the beginning stands there, longer than longest_line.
struct LineBlock {
  std::size_t first = 1;  // the number of its first line
  std::string text;
};

class LineBlocks {
public:
  explicit LineBlocks(std::istream& in) : in_(in) {}
  // Nothing at the end.
  std::optional<LineBlock> next();

private:
  std::istream& in_;
  std::string begun_;  // a line that goes on
  std::size_t next_line_ = 1;
};

// Gives the lines that are not empty to `use`: views of the block.
template <class Use>
void each_line(const LineBlock& block, Use&& use) {
  auto number = block.first;
  for (std::string_view left = block.text; !left.empty(); ++number) {
    const auto end = std::min(left.find('\n'), left.size());
    const auto whole = left.substr(0, end);
    left.remove_prefix(std::min(end + 1, left.size()));
    if (const auto line = line_of(number, whole)) use(*line);
  }
}

}  // namespace badgewatch::matcher
