// A TOML file as a flat list of settings with the line of each.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace badgewatch::daemon {

struct SectionMark {};  // a table: `[http]`, or the first `[[oidc.provider]]` as "oidc.provider.0"
struct OtherValue {};   // a value of a kind that no setting has (a date, a fraction, ...)

struct TomlSetting {
  std::string name;  // "http.port"
  std::int64_t line = 0;
  std::variant<SectionMark, bool, std::int64_t, std::string, std::vector<std::string>, OtherValue>
      value;
};

struct TomlFault {
  std::int64_t line = 0;
  std::string what;
};

// Every section and setting in the order of their names, or the one place where the text is no
// TOML.
std::variant<std::vector<TomlSetting>, TomlFault> read_toml(std::string_view text);

}  // namespace badgewatch::daemon
