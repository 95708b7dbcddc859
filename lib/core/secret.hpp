// Values that must never reach a log, an error text or a metric.
#pragma once

#include <string>
#include <utility>

namespace badgewatch::core {

// No operator<<, no formatter, no comparison: reading it takes `reveal()`, which is easy to find.
// The memory is wiped when it goes.
class Secret {
public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  // By value, so that what is replaced is wiped too.
  Secret& operator=(Secret other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Secret();

  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

private:
  std::string value_;
};

}  // namespace badgewatch::core
