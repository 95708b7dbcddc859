#include "domain/file_kind.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::domain {

namespace {

struct Form {
  FileKind kind;
  std::string_view media_type;
  std::string_view begins;  // empty: told otherwise
  std::array<std::string_view, 2> endings;
};

constexpr std::array forms{
    Form{FileKind::pdf, "application/pdf", "%PDF-", {".pdf", ".pdf"}},
    Form{FileKind::png, "image/png", "\x89PNG\r\n\x1a\n", {".png", ".png"}},
    Form{FileKind::jpeg, "image/jpeg", "\xff\xd8\xff", {".jpg", ".jpeg"}},
    Form{FileKind::text, "text/plain", "", {".txt", ".txt"}},
};

const Form& form_of(FileKind kind) {
  return *std::find_if(forms.begin(), forms.end(),
                       [&](const Form& one) { return one.kind == kind; });
}

// A page or a drawing is text too, and what opens it may run what is in it.
bool is_markup(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return begin != std::string_view::npos && text[begin] == '<';
}

bool is_plain(std::string_view text) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
  };
  return core::is_valid_utf8(text) && std::none_of(text.begin(), text.end(), is_control) &&
         !is_markup(text);
}

bool is_name_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == '-' || c == '_';
}

}  // namespace

std::string_view media_type_of(FileKind value) {
  return form_of(value).media_type;
}

std::optional<FileKind> file_kind_of(std::string_view bytes) {
  if (bytes.empty()) return {};
  for (const auto& form : forms)
    if (!form.begins.empty() && bytes.starts_with(form.begins)) return form.kind;
  return is_plain(bytes) ? std::optional(FileKind::text) : std::nullopt;
}

bool is_file_name(std::string_view name, FileKind kind) {
  if (!core::is_valid_utf8(name) || core::code_points(name) > longest_file_name) return false;
  if (name.empty() || name.front() == '.' || name.front() == ' ') return false;
  if (!std::all_of(name.begin(), name.end(), is_name_letter)) return false;
  const auto lower = core::ascii_lower(name);
  const auto& endings = form_of(kind).endings;
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return lower.size() > ending.size() && lower.ends_with(ending);
  });
}

}  // namespace badgewatch::domain
