#include "http/query.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"

#include <algorithm>

namespace badgewatch::http {

namespace {

core::Error malformed(std::string detail) {
  return core::Error(core::Errc::malformed, std::move(detail));
}

bool is_plain(const std::string& text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
  return !controls && core::is_valid_utf8(text);
}

std::optional<std::string> decode(std::string_view text) {
  auto decoded = percent_decode(text, /*plus_is_space=*/true);
  if (!decoded || !is_plain(*decoded)) return std::nullopt;
  return decoded;
}

std::string list(std::initializer_list<std::string_view> known) {
  std::string out;
  for (const auto name : known) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out.empty() ? "none" : out;
}

}  // namespace

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

core::Result<Query> parse_query(std::string_view text,
                                std::initializer_list<std::string_view> known) {
  std::vector<std::pair<std::string, std::string>> items;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;

    const auto equals = std::min(item.find('='), item.size());
    auto name = decode(item.substr(0, equals));
    auto value = decode(item.substr(std::min(equals + 1, item.size())));
    if (!name || !value) return malformed("The query is not properly encoded.");
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      return malformed("The query has an unknown name. Known here: " + list(known) + ".");
    }
    const auto twice = [&name](const auto& other) { return other.first == *name; };
    if (std::any_of(items.begin(), items.end(), twice)) {
      return malformed("The query has `" + *name + "` twice.");
    }
    items.emplace_back(std::move(*name), std::move(*value));
  }
  return Query(std::move(items));
}

}  // namespace badgewatch::http
