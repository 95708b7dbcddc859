// The texts of config/sample, put into the library by the build (embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace badgewatch::sample {

struct EmbeddedFile {
  std::string_view name;  // relative to config/sample: "names/polish.txt"
  std::string_view text;
};

std::span<const EmbeddedFile> embedded();

}  // namespace badgewatch::sample
