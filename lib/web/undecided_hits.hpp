// Hits of the authority's checks that nobody has decided yet: how many, and the list to work
// through.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <optional>
#include <string>
#include <variant>

namespace badgewatch::web {

inline constexpr std::string_view undecided_hits_place = "/undecided-hits";

// With those of former authorities.
struct UndecidedCounted {
  std::string count;   // "12", "1000+"
  std::string oldest;  // when its check was made; empty where there is none
};
std::variant<UndecidedCounted, Answer> count_undecided_hits(const Visit& visit);

http::Response show_undecided_hits(const Visit& visit);

}  // namespace badgewatch::web
