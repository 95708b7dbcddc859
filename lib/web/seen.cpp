#include "web/seen.hpp"

namespace badgewatch::web {

namespace {

constexpr std::string_view field = "seen";

}  // namespace

Part seen_as(std::string_view state) {
  return hidden(field, state);
}

bool was_seen_otherwise(const Visit& visit, std::string_view state) {
  const auto seen = visit.form.find(field);
  return seen && *seen != state;
}

}  // namespace badgewatch::web
