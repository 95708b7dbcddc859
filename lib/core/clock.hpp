// Time is passed in: nothing below the wiring reads a clock of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace badgewatch::core {

// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// RFC 3339 in UTC with milliseconds: 2026-11-23T14:03:22.123Z.
std::string to_text(Instant instant);

// Reads RFC 3339 with `Z` or an offset, fraction optional. False when it is not of that form.
bool parse_instant(const std::string& text, Instant& out);

// Thread safe.
class Clock {
public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The system's clock, moved by a fixed offset (`./run --now`); the offset is zero in production.
class SystemClock final : public Clock {
public:
  explicit SystemClock(std::chrono::microseconds offset = {}) : offset_(offset) {}
  Instant now() const override;

private:
  std::chrono::microseconds offset_;
};

// A clock that stands still until it is moved; for tests.
class ManualClock final : public Clock {
public:
  explicit ManualClock(Instant start) : micros_(start.micros) {}
  Instant now() const override { return {micros_.load()}; }
  void advance(std::chrono::microseconds by) { micros_ += by.count(); }
  void set(Instant to) { micros_ = to.micros; }

private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace badgewatch::core
