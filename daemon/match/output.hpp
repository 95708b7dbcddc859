// NDJSON out, in large pieces.
#pragma once

#include "match/match.hpp"

#include <string>
#include <string_view>

namespace badgewatch::matcher {

class Output {
public:
  void line(std::string_view json);
  // Whole lines, or none.
  void write(std::string_view lines);
  void flush();
  bool failed() const { return failed_; }

private:
  std::string waiting_;
  bool failed_ = false;
};

// {"a": id, "b": id, "weight", "probability", "band"}; ids are JSON text.
void append_pair(std::string& lines, std::string_view a, std::string_view b, double weight,
                 match::Band band);

inline constexpr int weight_decimals = 2;
inline constexpr int probability_decimals = 6;

}  // namespace badgewatch::matcher
