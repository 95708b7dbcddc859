// What COPY ... TO STDOUT (FORMAT BINARY) sends, row by row.
#pragma once

#include "store/session.hpp"

#include <functional>

namespace badgewatch::store {

// One row: a count of fields, then each with its length. A row that ends early, or has a null where
// field() is asked for, is a bug of the statement, and throws std::logic_error.
class CopyRow {
public:
  explicit CopyRow(core::ByteView bytes) : rest_(bytes) {}

  std::int16_t fields();
  core::ByteView field();
  // Nothing for a null.
  std::optional<core::ByteView> maybe_field();

private:
  core::ByteView take(std::size_t size);
  core::ByteView rest_;
};

// Runs the COPY and hands over each row, which lives no longer than the call. An error of `row`
// ends it, and the session is then of no more use.
core::Result<void> copy_out(Session& session, std::string_view name, const std::string& copy,
                            const std::function<core::Result<void>(core::ByteView)>& row);

}  // namespace badgewatch::store
