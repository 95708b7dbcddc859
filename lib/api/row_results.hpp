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
  // `is_preview`: nothing is stored, and rows are readable or rejected.
  explicit RowResults(std::string_view reference_name, bool is_preview = false)
      : reference_name_(reference_name), is_preview_(is_preview) {}

  // {"row", reference, "id", "result"}; "id" where there is one, "warnings" where there are any.
  void accept(std::string& lines, std::size_t row, std::string_view reference, RowOutcome outcome,
              const std::optional<core::Uuid>& id = {}, const person::Warnings& warnings = {});
  // {"row", reference, "result": "readable"}; `content`, JSON, as the member of that name where
  // there is any, "warnings" where there are any.
  void show(std::string& lines, std::size_t row, std::string_view reference,
            std::string_view content_name, std::string_view content,
            const person::Warnings& warnings);
  // {"row", reference or null, "result": "rejected", "problem"}.
  void reject(std::string& lines, std::size_t row, std::string_view reference,
              const core::Error& error);
  // {"summary": {"rows", "created", "updated", "unchanged", "rejected"}}, and "readable" of a
  // preview
  std::string summary() const;

private:
  std::string_view reference_name_;
  bool is_preview_;
  std::int64_t created_ = 0;
  std::int64_t updated_ = 0;
  std::int64_t unchanged_ = 0;
  std::int64_t readable_ = 0;
  std::int64_t rejected_ = 0;
};

}  // namespace badgewatch::api
