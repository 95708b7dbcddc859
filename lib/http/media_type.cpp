#include "http/media_type.hpp"

#include "core/text.hpp"

namespace badgewatch::http {

namespace {

bool has_zero_weight(const std::vector<std::string_view>& parts) {
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto parameter = core::ascii_lower(core::trim(parts[i]));
    if (parameter.starts_with("q=")) {
      return parameter.find_first_not_of("0.", 2) == std::string::npos;
    }
  }
  return false;
}

}  // namespace

std::string media_type(const Headers& headers) {
  const auto value = header(headers, "content-type");
  return core::ascii_lower(core::trim(value.substr(0, value.find(';'))));
}

std::optional<RowFormat> row_format(const Headers& headers) {
  const auto type = media_type(headers);
  if (type == "application/x-ndjson" || type == "application/ndjson") return RowFormat::ndjson;
  if (type == "text/csv") return RowFormat::csv;
  return std::nullopt;
}

bool asks_for(const Headers& headers, std::string_view type) {
  for (const auto& [name, value] : headers) {
    if (!same_name(name, "accept")) continue;
    for (const auto item : core::split(value, ',')) {
      const auto parts = core::split(item, ';');
      if (core::ascii_lower(core::trim(parts.front())) == type) return !has_zero_weight(parts);
    }
  }
  return false;
}

}  // namespace badgewatch::http
