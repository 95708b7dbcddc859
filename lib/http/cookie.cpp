#include "http/cookie.hpp"

namespace badgewatch::http {

namespace {

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

std::vector<std::string_view> cookies(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [field, text] : headers) {
    if (!same_name(field, "Cookie")) continue;
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const auto pair = trim(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
      values.push_back(trim(pair.substr(equals + 1)));
    }
  }
  return values;
}

}  // namespace badgewatch::http
