#include "http/conditional.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace badgewatch::http {

namespace {

core::Error malformed() {
  return core::Error(core::Errc::malformed,
                     "If-Match must be * or a list of quoted entity tags, as ETag gave them.");
}

bool is_tag_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x22 && byte != 0x7f;
}

// Takes one tag with its quotes from the front; empty when there is none.
std::string_view take_tag(std::string_view& text) {
  if (text.empty() || text.front() != '"') return {};
  const auto end = text.find('"', 1);
  if (end == std::string_view::npos) return {};
  const auto tag = text.substr(0, end + 1);
  const auto inner = tag.substr(1, tag.size() - 2);
  if (!std::all_of(inner.begin(), inner.end(), is_tag_character)) return {};
  text.remove_prefix(tag.size());
  return tag;
}

// Adds the strong tags of a list; false when it is none.
bool read_tags(std::string_view text, std::vector<std::string>& tags) {
  text = core::trim(text);
  while (true) {
    const bool weak = text.starts_with("W/");
    if (weak) text.remove_prefix(2);
    const auto tag = take_tag(text);
    if (tag.empty()) return false;
    if (!weak) tags.emplace_back(tag);
    text = core::trim(text);
    if (text.empty()) return true;
    if (text.front() != ',') return false;
    text.remove_prefix(1);
    text = core::trim(text);
  }
}

}  // namespace

std::string strong_etag(std::int64_t version) {
  return '"' + std::to_string(version) + '"';
}

bool IfMatch::allows(std::string_view etag) const {
  if (etag.empty()) return false;
  return any_ || std::find(tags_.begin(), tags_.end(), etag) != tags_.end();
}

core::Result<std::optional<IfMatch>> read_if_match(const Headers& headers) {
  std::vector<std::string> tags;
  bool present = false;
  for (const auto& [name, value] : headers) {
    if (!same_name(name, "if-match")) continue;
    if (core::trim(value) == "*") return std::optional(IfMatch::anything());
    if (!read_tags(value, tags)) return malformed();
    present = true;
  }
  if (!present) return std::optional<IfMatch>();
  return std::optional(IfMatch::one_of(std::move(tags)));
}

}  // namespace badgewatch::http
