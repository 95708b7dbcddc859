// Reads an object field by field and collects every problem with its JSON Pointer, so that whoever
// sent it sees all wrong fields at once.
#pragma once

#include "core/date.hpp"
#include "core/json.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::core {

// Collected by all readers of one body.
using Problems = std::vector<FieldProblem>;

// `Error{Errc::invalid}` from what was collected.
Error invalid_fields(Problems problems);

// RFC 6901: `parent` with `/key` behind it, ~ and / in the key escaped.
std::string child_pointer(std::string_view parent, std::string_view key);

// An absent member and a null one are the same. Every member that no call asked for is an
// unknown field, reported by finish().
class JsonReader {
public:
  // `json` and `problems` outlive the reader. A value that is no object is a problem of its own.
  JsonReader(const Json& json, std::string pointer, Problems& problems);

  // Valid UTF-8 without control characters (U+0000 to U+001F, U+007F), trimmed, at most
  // `max_code_points`. An empty string counts as absent.
  std::optional<std::string> optional_string(std::string_view key,
                                             std::size_t max_code_points = 200);
  std::string string(std::string_view key, std::size_t max_code_points = 200);
  // As string(), but of several lines: line ends (CR LF as LF) and tabs are taken.
  std::string paragraphs(std::string_view key, std::size_t max_code_points);
  std::optional<bool> optional_boolean(std::string_view key);
  std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t low,
                                               std::int64_t high);
  // A full date, `YYYY-MM-DD`.
  std::optional<Date> optional_date(std::string_view key);
  std::optional<Date> date(std::string_view key);

  // One of `names`; its index there. The problem lists what is allowed.
  std::optional<std::size_t> optional_choice(std::string_view key,
                                             std::initializer_list<std::string_view> names);
  std::optional<std::size_t> choice(std::string_view key,
                                    std::initializer_list<std::string_view> names);

  // The member as it is, counted as known; null when absent.
  const Json* member(std::string_view key);
  // As member(), and its absence is a problem.
  const Json* required_member(std::string_view key);
  // The members of an array; a problem when it is another thing or longer than `most`.
  const JsonArray* optional_array(std::string_view key, std::size_t most);

  void problem(std::string_view key, std::string detail);
  std::string pointer_to(std::string_view key) const { return child_pointer(pointer_, key); }
  Problems& problems() { return problems_; }
  bool is_object() const { return object_ != nullptr; }

  // Reports unknown fields. Call once, last.
  void finish();

private:
  const JsonObject* object_;
  std::string pointer_;
  Problems& problems_;
  std::vector<std::string_view> known_;
};

}  // namespace badgewatch::core
