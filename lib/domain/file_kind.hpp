// What small files may be sent with a disclosure request, told by their bytes.
#pragma once

#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class FileKind { pdf, png, jpeg, text };

inline constexpr std::size_t largest_file = 524'288;  // bytes

std::string_view media_type_of(FileKind value);

// By how it begins; text: UTF-8 without control characters but line ends and tabs. Nothing for any
// other, and for an empty one. Office files, archives and pages of HTML or SVG are none of them:
// what they may run is not read here. `bytes` is looked at as a whole only where it may be text.
std::optional<FileKind> file_kind_of(std::string_view bytes);

// A name that is no path and no more than a name: as many letters, digits, spaces, dots, hyphens
// and low lines as `longest_file_name`, ending as the kind does.
inline constexpr std::size_t longest_file_name = 100;
bool is_file_name(std::string_view name, FileKind kind);

}  // namespace badgewatch::domain
