// The query of a request's target.
#pragma once

#include "core/result.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::http {

// Names and values, decoded once, each name at most once.
class Query {
public:
  Query() = default;
  explicit Query(std::vector<std::pair<std::string, std::string>> items)
      : items_(std::move(items)) {}

  // Nothing when the name is not there; empty for `?after=` and `?after`.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
  std::vector<std::pair<std::string, std::string>> items_;
};

// `text` is without its `?`. Errc::malformed for a name that is not among `known` or comes twice,
// for bad percent-encoding, control characters and invalid UTF-8.
core::Result<Query> parse_query(std::string_view text,
                                std::initializer_list<std::string_view> known);

}  // namespace badgewatch::http
