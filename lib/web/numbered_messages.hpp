// Messages of the catalogue that are numbered: as many as there are.
#pragma once

#include <string_view>
#include <vector>

namespace badgewatch::web {

// All whose key is `front`, `word` and a digit, in their order. The build knows `front` as
// say_of's.
std::vector<std::string_view> say_each(std::string_view front, std::string_view word);

}  // namespace badgewatch::web
