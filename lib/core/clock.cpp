#include "core/clock.hpp"

#include "core/date.hpp"

#include <string_view>

namespace badgewatch::core {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

void put(char* at, int width, std::int64_t number) {
  for (int i = width - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Exactly two digits, at most `most`.
bool take_two(std::string_view& text, int most, int& out) {
  if (text.size() < 2 || !digit(text[0]) || !digit(text[1])) return false;
  out = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return out <= most;
}

bool take(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool take_fraction(std::string_view& text, std::int64_t& micros) {
  std::int64_t scale = micros_per_second / 10;
  if (text.empty() || !digit(text.front())) return false;
  while (!text.empty() && digit(text.front())) {
    micros += (text.front() - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
  }
  return true;
}

bool take_offset(std::string_view& text, std::int64_t& seconds) {
  if (take(text, "Zz")) return true;
  const bool west = !text.empty() && text.front() == '-';
  int hours = 0;
  int minutes = 0;
  if (!take(text, "+-") || !take_two(text, 23, hours) || !take(text, ":") ||
      !take_two(text, 59, minutes)) {
    return false;
  }
  seconds = (hours * 60 + minutes) * 60;
  if (west) seconds = -seconds;
  return true;
}

}  // namespace

std::string to_text(Instant instant) {
  const auto since = std::chrono::microseconds(instant.micros);
  const auto days = std::chrono::floor<std::chrono::days>(since);
  const Date date = Date::of_days(static_cast<int>(days.count()));
  const std::int64_t millis = (since - days).count() / 1000;
  std::string text = "0000-00-00T00:00:00.000Z";
  char* at = text.data();
  put(at, 4, date.year());
  put(at + 5, 2, date.month());
  put(at + 8, 2, date.day());
  put(at + 11, 2, millis / 3'600'000);
  put(at + 14, 2, millis / 60'000 % 60);
  put(at + 17, 2, millis / 1000 % 60);
  put(at + 20, 3, millis % 1000);
  return text;
}

bool parse_instant(const std::string& text, Instant& out) {
  if (text.size() < 20) return false;
  std::string_view rest = text;
  const auto date = Date::parse_iso(rest.substr(0, 10));
  rest.remove_prefix(10);
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!date || !take(rest, "Tt") || !take_two(rest, 23, hour) || !take(rest, ":") ||
      !take_two(rest, 59, minute) || !take(rest, ":") || !take_two(rest, 59, second)) {
    return false;
  }
  std::int64_t micros = 0;
  if (take(rest, ".") && !take_fraction(rest, micros)) return false;
  std::int64_t offset = 0;
  if (!take_offset(rest, offset) || !rest.empty()) return false;
  const std::int64_t seconds =
      date->days_since_1970() * seconds_per_day + (hour * 60 + minute) * 60 + second - offset;
  out.micros = seconds * micros_per_second + micros;
  return true;
}

Instant SystemClock::now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {(std::chrono::duration_cast<std::chrono::microseconds>(now) + offset_).count()};
}

}  // namespace badgewatch::core
