#include "web/numbered_messages.hpp"

#include "web/embedded.hpp"

#include <string>

namespace badgewatch::web {

std::vector<std::string_view> say_each(std::string_view front, std::string_view word) {
  const auto beginning = std::string(front) + std::string(word);
  std::vector<std::string_view> found;
  for (const auto& one : embedded_messages())  // in the order of their keys
    if (one.name.starts_with(beginning) && one.name.size() == beginning.size() + 1)
      found.push_back(one.text);
  return found;
}

}  // namespace badgewatch::web
