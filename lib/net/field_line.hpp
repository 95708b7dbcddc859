// The grammar of one header field, RFC 9110 section 5.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::net {

struct Field {
  std::string_view name;
  std::string_view value;  // without the white space around it
};

bool is_token(std::string_view text);

// `line` without its line end. Nothing when the name is no token (white space before the colon) or
// there is no colon.
std::optional<Field> split_field(std::string_view line);

// The members of a comma-separated list, trimmed; empty ones are left out.
std::vector<std::string_view> list_members(std::string_view value);

}  // namespace badgewatch::net
