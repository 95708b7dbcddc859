// What went wrong, as a value: a cause that a person can act on.
#pragma once

#include <boost/assert/source_location.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace badgewatch::core {

// Coarse categories. http/problem.cpp maps each to one status and problem type.
enum class Errc {
  malformed,  // not of its form at all (bad JSON, bad CSV, bad header)
  invalid,    // of its form, but a field is wrong: see `fields`
  unauthenticated,
  forbidden,
  not_found,
  method_not_allowed,
  conflict,
  precondition_failed,
  key_reused,     // an Idempotency-Key with another body
  still_running,  // try again: the first request of the same, as under one Idempotency-Key
  too_large,
  unsupported_media_type,
  too_many_requests,
  unavailable,         // try again: the database, the disk, a full queue
  freshness_unproven,  // try again: `no_match` could not be proven in time
  internal,
};

// One wrong field. `pointer` is an RFC 6901 JSON Pointer into the body. `detail` is a sentence for
// an officer and never repeats personal data.
struct FieldProblem {
  std::string pointer;
  std::string detail;
  friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

// `detail` is safe to show to whoever asked. Internal text (SQL, paths, values) never goes here.
class Error {
public:
  Error() : Error(Errc::internal, "An internal error.") {}
  Error(Errc code, std::string detail, std::vector<FieldProblem> fields = {})
      : code_(code), detail_(std::move(detail)), fields_(std::move(fields)) {}

  Errc code() const { return code_; }
  const std::string& detail() const { return detail_; }
  const std::vector<FieldProblem>& fields() const { return fields_; }

private:
  Errc code_;
  std::string detail_;
  std::vector<FieldProblem> fields_;
};

// Thrown by Result::value() when there is none: a bug, caught once at the edge.
class BadResultAccess : public std::runtime_error {
public:
  explicit BadResultAccess(const Error& error) : std::runtime_error(error.detail()) {}
};

[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw BadResultAccess(error);
}

}  // namespace badgewatch::core
