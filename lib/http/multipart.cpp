#include "http/multipart.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <set>

namespace badgewatch::http {

namespace {

constexpr std::string_view line_end = "\r\n";

core::Error malformed() {
  return {core::Errc::malformed, "The form is not of its form."};
}

// The value of `; name=value` or `; name="value"`; nothing where it is not there. Browsers write
// %22, %0D and %0A for what would end it (HTML, section 4.10.21.8).
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
  for (std::size_t at = field.find(';'); at != std::string_view::npos;) {
    auto rest = field.substr(at + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return {};
    const auto key = core::ascii_lower(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    const bool is_quoted = rest.starts_with('"');
    if (is_quoted) rest.remove_prefix(1);
    const auto end = rest.find(is_quoted ? '"' : ';');
    if (is_quoted && end == std::string_view::npos) return {};
    if (key == name)
      return std::string(is_quoted ? rest.substr(0, end) : core::trim(rest.substr(0, end)));
    if (end == std::string_view::npos) return {};
    at = static_cast<std::size_t>(rest.data() - field.data()) + end;
    if (is_quoted) at = field.find(';', at);
  }
  return {};
}

// RFC 2046: 1 to 70 characters.
std::optional<std::string> boundary_of(const Headers& headers) {
  const auto type = header(headers, "Content-Type");
  const auto kind = core::ascii_lower(core::trim(type.substr(0, type.find(';'))));
  if (kind != "multipart/form-data") return {};
  const auto boundary = parameter(type, "boundary");
  const bool can_be = boundary && !boundary->empty() && boundary->size() <= 70;
  return can_be ? boundary : std::nullopt;
}

// Content-Disposition among the head's lines.
std::string_view disposition_of(std::string_view head) {
  constexpr std::string_view name = "content-disposition:";
  while (!head.empty()) {
    const auto line = head.substr(0, head.find(line_end));
    if (core::ascii_lower(line.substr(0, name.size())) == name) return line.substr(name.size());
    head.remove_prefix(std::min(line.size() + line_end.size(), head.size()));
  }
  return {};
}

class Parts {
public:
  core::Result<void> take(std::string_view part) {
    const auto end = part.find("\r\n\r\n");
    if (end == std::string_view::npos) return malformed();
    const auto disposition = disposition_of(part.substr(0, end + line_end.size()));
    const auto field = parameter(disposition, "name");
    if (!field || !is_form_text(*field) || !names_.insert(*field).second) return malformed();
    if (names_.size() > most_form_items) return malformed();
    const auto content = part.substr(end + 4);
    if (const auto name = parameter(disposition, "filename")) {
      if (!is_form_text(*name)) return malformed();
      // A field in which no file was chosen.
      if (!name->empty()) files_.push_back({*field, *name, std::string(content)});
      return {};
    }
    if (!is_form_text(content)) return malformed();
    items_.emplace_back(*field, content);
    return {};
  }

  Form form() && { return Form(std::move(items_), std::move(files_)); }

private:
  std::set<std::string> names_;
  std::vector<std::pair<std::string, std::string>> items_;
  std::vector<FormFile> files_;
};

}  // namespace

bool is_multipart(const Headers& headers) {
  return boundary_of(headers).has_value();
}

core::Result<Form> parse_multipart(const Headers& headers, std::string_view body) {
  const auto boundary = boundary_of(headers);
  if (!boundary) return malformed();
  const auto front = "--" + *boundary;
  const auto between = "\r\n" + front;
  if (!body.starts_with(front)) return malformed();
  body.remove_prefix(front.size());
  Parts parts;
  while (!body.starts_with("--")) {
    if (!body.starts_with(line_end)) return malformed();
    body.remove_prefix(line_end.size());
    const auto end = body.find(between);
    if (end == std::string_view::npos) return malformed();
    if (auto taken = parts.take(body.substr(0, end)); !taken) return taken.error();
    body.remove_prefix(end + between.size());
  }
  return std::move(parts).form();
}

}  // namespace badgewatch::http
