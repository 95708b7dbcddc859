// Templates, messages, style and script, built into the library (packages/embed.mjs): one file to
// install, and pages that are always of the same release as the code that fills them.
#pragma once

#include <span>
#include <string_view>

namespace badgewatch::web {

struct EmbeddedText {
  std::string_view name;
  std::string_view text;
};

struct EmbeddedAsset {
  std::string_view name;
  std::string_view type;  // of Content-Type
  std::string_view identity;
  std::string_view gzip;
  std::string_view brotli;
};

std::span<const EmbeddedText> embedded_templates();  // by name
std::span<const EmbeddedText> embedded_messages();   // by key
std::span<const EmbeddedAsset> embedded_assets();
// Another one where any asset is another.
std::string_view assets_version();

}  // namespace badgewatch::web
