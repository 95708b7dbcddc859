// NDJSON in: one JSON object a line; what is wrong with a line is said, and the next one read.
#pragma once

#include "core/date.hpp"
#include "core/json.hpp"
#include "core/json_reader.hpp"
#include "person/person_json.hpp"

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::matcher {

inline constexpr std::size_t longest_line = std::size_t{1} << 20;

// What was wrong with the lines of one input, to standard error.
class Complaints {
public:
  // `all_warnings` false: only the first few, and at the end how many more there were.
  Complaints(std::string input, bool all_warnings)
      : input_(std::move(input)), all_warnings_(all_warnings) {}
  ~Complaints();
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;

  void bad_line(std::size_t line, const core::Problems& problems);
  void bad_line(std::size_t line, const std::string& sentence);
  void warn(std::size_t line, const person::Warnings& warnings);
  // Whether one more may be shown after so many.
  bool may_show(std::size_t warnings) const;
  // Such as are not to be shown.
  void count_warnings(std::size_t more) { warnings_ += more; }
  bool any_bad() const { return bad_ > 0; }

private:
  std::string input_;
  bool all_warnings_;
  std::size_t bad_ = 0;
  std::size_t warnings_ = 0;
};

struct Line {
  std::size_t number = 0;  // from 1
  std::string_view text;   // valid as long as what it was read from
  bool too_long = false;   // and so only its beginning
};

// What stands on a line, without a byte order mark; nothing where that is white space.
std::optional<Line> line_of(std::size_t number, std::string_view whole);

// The lines of a stream that are not empty, each as soon as it is there, valid until the next.
class Lines {
public:
  explicit Lines(std::istream& in) : in_(in) {}
  std::optional<Line> next();

private:
  bool take();

  std::istream& in_;
  std::string line_;
  std::vector<char> piece_ = std::vector<char>(std::size_t{16} << 10);
  std::size_t number_ = 0;
};

core::Result<core::Json> json_of(const Line& line);

// The lines of a stream as JSON; what is not is told and passed over.
class Rows {
public:
  Rows(std::istream& in, Complaints& complaints) : lines_(in), complaints_(complaints) {}

  // Nothing at the end.
  std::optional<core::Json> next();
  // Of the last one, from 1.
  std::size_t line() const { return line_; }

private:
  Lines lines_;
  Complaints& complaints_;
  std::size_t line_ = 0;
};

// An id as JSON text; nothing when it is neither a text nor a whole number.
std::optional<std::string> id_text(const core::Json& id);
inline constexpr std::string_view wrong_id = "must be text or a whole number";
// That of member "id"; nothing when there is none.
std::optional<std::string> read_id(core::JsonReader& reader);

}  // namespace badgewatch::matcher
