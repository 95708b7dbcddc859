#include "http/idempotency.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::http {

namespace {

bool is_visible(char c) {
  return c > 0x20 && c < 0x7f;
}

std::optional<std::string> unquote(std::string_view text) {
  if (text.size() < 2 || text.back() != '"') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"') return std::nullopt;
    if (c == '\\') {
      if (++i == text.size()) return std::nullopt;
      c = text[i];
      if (c != '"' && c != '\\') return std::nullopt;
    }
    if (!is_visible(c) && c != ' ') return std::nullopt;
    out.push_back(c);
  }
  return out;
}

std::optional<std::string> read_key(std::string_view text) {
  if (text.starts_with('"')) return unquote(text);
  if (!std::all_of(text.begin(), text.end(), is_visible)) return std::nullopt;
  return std::string(text);
}

}  // namespace

core::Result<std::optional<std::string>> read_idempotency_key(const Headers& headers) {
  const auto present = std::any_of(headers.begin(), headers.end(), [](const auto& field) {
    return same_name(field.first, "idempotency-key");
  });
  if (!present) return std::optional<std::string>();

  auto key = read_key(core::trim(header(headers, "idempotency-key")));
  if (!key || key->empty() || key->size() > max_idempotency_key) {
    return core::Error(core::Errc::malformed,
                       "Idempotency-Key must be 1 to 255 visible ASCII characters.");
  }
  return key;
}

}  // namespace badgewatch::http
