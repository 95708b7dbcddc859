// From method and path to what answers them: one readable list of routes.
#pragma once

#include "core/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace badgewatch::http {

// The values of a pattern's {names}, decoded.
class PathParameters {
public:
  void add(std::string name, std::string value) {
    items_.emplace_back(std::move(name), std::move(value));
  }
  // Null for a name that the pattern does not have.
  const std::string* find(std::string_view name) const;
  // Throws std::out_of_range for a name that the pattern does not have.
  const std::string& at(std::string_view name) const;

private:
  std::vector<std::pair<std::string, std::string>> items_;
};

// The segments of a pattern such as "/v1/licences/{licence_number}". A fixed segment matches itself
// alone, {name} any segment that is not empty.
class PathPattern {
public:
  // Throws std::invalid_argument for a pattern that is not of that form.
  explicit PathPattern(std::string_view pattern);

  // `path` as RequestHead::path.
  std::optional<PathParameters> match(std::string_view path) const;
  // Of two that match one path: whether the first segment in which they differ in kind is fixed
  // here and a name in `other`.
  bool is_more_exact_than(const PathPattern& other) const;

private:
  struct Segment {
    std::string text;
    bool is_name = false;
  };
  std::vector<Segment> segments_;
};

// Nothing answers: the path is unknown (`allow` is empty), or it has other methods only.
struct NoRoute {
  std::vector<std::string> allow;

  core::Error error() const;
  // The value of Allow: "GET, HEAD, PUT".
  std::string allow_header() const;
};

// `Action` is what the caller hangs on a route: its handler, its scope.
template <class Action>
struct Route {
  std::string method;
  std::string pattern;
  Action action;
};

// Immutable once made, so thread safe. Cost: one comparison of segments per route. A fixed segment
// wins over a {name}, whatever their order in the list: /v1/licences/batch is no licence number.
// HEAD is answered by the route of GET.
template <class Action>
class Router {
public:
  explicit Router(std::vector<Route<Action>> routes) : routes_(std::move(routes)) {
    for (const auto& route : routes_)
      patterns_.emplace_back(route.pattern);
  }

  struct Match {
    const Route<Action>* route;
    PathParameters parameters;
  };

  std::variant<Match, NoRoute> find(std::string_view method, std::string_view path) const {
    const PathPattern* resource = most_exact(path);
    NoRoute none;
    if (resource == nullptr) return none;
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      auto parameters = patterns_[i].match(path);
      if (!parameters || resource->is_more_exact_than(patterns_[i])) continue;
      if (routes_[i].method == wanted) return Match{&routes_[i], std::move(*parameters)};
      none.allow.push_back(routes_[i].method);
    }
    return none;
  }

  const std::vector<Route<Action>>& routes() const { return routes_; }

private:
  const PathPattern* most_exact(std::string_view path) const {
    const PathPattern* best = nullptr;
    for (const auto& pattern : patterns_) {
      if (!pattern.match(path)) continue;
      if (best == nullptr || pattern.is_more_exact_than(*best)) best = &pattern;
    }
    return best;
  }

  std::vector<Route<Action>> routes_;
  std::vector<PathPattern> patterns_;
};

}  // namespace badgewatch::http
