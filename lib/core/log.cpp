#include "core/log.hpp"

#include "core/clock.hpp"
#include "core/json_writer.hpp"

#include <atomic>
#include <cerrno>
#include <cmath>
#include <mutex>
#include <unistd.h>

namespace badgewatch::core {
namespace {

std::atomic<LogLevel> lowest_level = LogLevel::info;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

struct FieldWriter {
  JsonWriter& writer;
  void operator()(std::string_view text) const { writer.value(text); }
  void operator()(std::int64_t number) const { writer.value(number); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      writer.value(number, 6);
    } else {
      writer.value(nullptr);
    }
  }
};

// Lines of several threads never mix, not even when the kernel takes only a part of one.
void write_line(std::string_view line) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  while (!line.empty()) {
    const ssize_t done = ::write(STDERR_FILENO, line.data(), line.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return;  // nowhere to complain to
    line.remove_prefix(static_cast<std::size_t>(done));
  }
}

}  // namespace

void set_log_level(LogLevel lowest) {
  lowest_level = lowest;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < lowest_level.load(std::memory_order_relaxed)) return;
  JsonWriter writer;
  writer.begin_object();
  writer.member("at", to_text(SystemClock().now()));
  writer.member("level", name_of(level));
  writer.member("event", event);
  for (const LogField& field : fields) {
    writer.key(field.name);
    std::visit(FieldWriter{writer}, field.value);
  }
  writer.end_object();
  write_line(std::move(writer).take() + '\n');
}

}  // namespace badgewatch::core
