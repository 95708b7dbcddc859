#include "http/router.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"

#include <algorithm>
#include <stdexcept>

namespace badgewatch::http {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  return core::split(path.substr(1), '/');
}

}  // namespace

const std::string* PathParameters::find(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (key == name) return &value;
  }
  return nullptr;
}

const std::string& PathParameters::at(std::string_view name) const {
  if (const auto* value = find(name)) return *value;
  throw std::out_of_range("no path parameter " + std::string(name));
}

PathPattern::PathPattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) throw std::invalid_argument("a route's pattern begins with /");
  for (const auto text : segments_of(pattern)) {
    const bool opens = text.starts_with('{');
    if (opens != text.ends_with('}') || text == "{}") {
      throw std::invalid_argument("bad segment in a route's pattern: " + std::string(text));
    }
    const auto inner = opens ? text.substr(1, text.size() - 2) : text;
    segments_.push_back({std::string(inner), opens});
  }
}

std::optional<PathParameters> PathPattern::match(std::string_view path) const {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  PathParameters parameters;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const auto slash = path.find('/');
    const bool is_last = i + 1 == segments_.size();
    if (is_last != (slash == std::string_view::npos)) return std::nullopt;
    auto text = percent_decode(path.substr(0, slash));
    if (!text) return std::nullopt;
    if (segments_[i].is_name) {
      if (text->empty()) return std::nullopt;
      parameters.add(segments_[i].text, std::move(*text));
    } else if (*text != segments_[i].text) {
      return std::nullopt;
    }
    if (!is_last) path.remove_prefix(slash + 1);
  }
  return parameters;
}

bool PathPattern::is_more_exact_than(const PathPattern& other) const {
  const auto count = std::min(segments_.size(), other.segments_.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (segments_[i].is_name != other.segments_[i].is_name) return !segments_[i].is_name;
  }
  return false;
}

core::Error NoRoute::error() const {
  if (allow.empty()) return core::Error(core::Errc::not_found, "There is nothing at this address.");
  return core::Error(core::Errc::method_not_allowed, "Here only: " + allow_header() + ".");
}

std::string NoRoute::allow_header() const {
  std::vector<std::string> methods = allow;
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.push_back("HEAD");
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  return core::join(methods, ", ");
}

}  // namespace badgewatch::http
