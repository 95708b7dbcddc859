// The operator's log: one JSON line an event on standard error. Never personal data: only names of
// things, counts, codes and ids go in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace badgewatch::core {

enum class LogLevel { debug, info, warning, error };

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double> value;
};

// Thread safe. `event` is a short fixed phrase ("index published").
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

void set_log_level(LogLevel lowest);

}  // namespace badgewatch::core
