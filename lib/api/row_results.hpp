// The answer to a batch: a line for each row, and the summary behind the last one.
#pragma once

#include "core/error.hpp"
#include "core/uuid.hpp"
#include "person/person_json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::api {

enum class RowOutcome { created, updated, unchanged };

// Writes the lines and counts them. Used by one thread at a time.
class RowResults {
public:
  // What names a row in its line: "licence_number" or "your_reference".
  explicit RowResults(std::string_view reference_name) : reference_name_(reference_name) {}

  // {"row", reference, "id", "result"}; "id" where there is one, "warnings" where there are any.
  void accept(std::string& lines, std::size_t row, std::string_view reference, RowOutcome outcome,
              const std::optional<core::Uuid>& id = {}, const person::Warnings& warnings = {});
  // {"row", reference or null, "result": "rejected", "problem"}.
  void reject(std::string& lines, std::size_t row, std::string_view reference,
              const core::Error& error);
  // {"summary": {"rows", "created", "updated", "unchanged", "rejected"}}
  std::string summary() const;

private:
  std::string_view reference_name_;
  std::int64_t created_ = 0;
  std::int64_t updated_ = 0;
  std::int64_t unchanged_ = 0;
  std::int64_t rejected_ = 0;
};

}  // namespace badgewatch::api
