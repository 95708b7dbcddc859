#include "web/assets.hpp"

#include "core/text.hpp"
#include "web/embedded.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

constexpr std::string_view front = "/assets/";

// Whether Accept-Encoding names that coding with a weight over 0.
bool accepts(const http::RequestHead& head, std::string_view coding) {
  const auto field = core::ascii_lower(http::header(head.headers, "Accept-Encoding"));
  for (const auto item : core::split(field, ',')) {
    const auto parts = core::split(item, ';');
    if (core::trim(parts.front()) != coding) continue;
    const auto weight = parts.size() > 1 ? core::trim(parts[1]) : std::string_view("q=1");
    return weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

http::Response found(const http::RequestHead& head, const EmbeddedAsset& asset) {
  http::Response response;
  response.headers = {{"Content-Type", std::string(asset.type)},
                      {"Cache-Control", "public, max-age=31536000, immutable"},
                      {"Vary", "Accept-Encoding"},
                      {"Cross-Origin-Resource-Policy", "same-origin"}};
  auto body = asset.identity;
  if (accepts(head, "br")) {
    body = asset.brotli;
    response.headers.emplace_back("Content-Encoding", "br");
  } else if (accepts(head, "gzip")) {
    body = asset.gzip;
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  response.body = body;
  return response;
}

}  // namespace

std::optional<http::Response> asset(const http::RequestHead& head) {
  if (!head.path.starts_with(front)) return std::nullopt;
  const auto place = std::string_view(head.path).substr(front.size());
  const auto slash = place.find('/');
  const auto name = slash == std::string_view::npos ? std::string_view() : place.substr(slash + 1);
  const auto all = embedded_assets();
  const auto one =
      std::find_if(all.begin(), all.end(), [&](const auto& asset) { return asset.name == name; });
  if (one == all.end() || place.substr(0, slash) != assets_version())
    return http::Response{.status = 404, .headers = {}, .body = {}};
  return found(head, *one);
}

}  // namespace badgewatch::web
