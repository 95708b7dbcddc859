#include "http/form.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"

#include <algorithm>

namespace badgewatch::http {

namespace {

core::Error malformed(const char* detail) {
  return {core::Errc::malformed, detail};
}

std::optional<std::string> decode(std::string_view text) {
  auto decoded = percent_decode(text, /*plus_is_space=*/true);
  if (!decoded || !is_form_text(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const auto& [key, value] : items_)
    if (key == name) return value;
  return std::nullopt;
}

const FormFile* Form::file(std::string_view field) const {
  for (const auto& one : files_)
    if (one.field == field) return &one;
  return nullptr;
}

bool is_form_text(std::string_view text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
  });
  return !controls && core::is_valid_utf8(text);
}

bool is_form(const Headers& headers) {
  const auto type = core::ascii_lower(header(headers, "Content-Type"));
  const auto parts = core::split(type, ';');
  if (core::trim(parts.front()) != "application/x-www-form-urlencoded") return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) {
    const auto parameter = core::trim(part);
    return !parameter.starts_with("charset=") || parameter == "charset=utf-8" ||
           parameter == "charset=\"utf-8\"";
  });
}

core::Result<Form> parse_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> items;
  while (!body.empty()) {
    const auto end = std::min(body.find('&'), body.size());
    const auto item = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (item.empty()) continue;

    const auto equals = std::min(item.find('='), item.size());
    auto name = decode(item.substr(0, equals));
    auto value = decode(item.substr(std::min(equals + 1, item.size())));
    if (!name || !value) return malformed("The form is not properly encoded.");
    if (items.size() == most_form_items) return malformed("The form has too many fields.");
    const auto twice = [&name](const auto& other) { return other.first == *name; };
    if (std::any_of(items.begin(), items.end(), twice))
      return malformed("The form has a field twice.");
    items.emplace_back(std::move(*name), std::move(*value));
  }
  return Form(std::move(items));
}

}  // namespace badgewatch::http
