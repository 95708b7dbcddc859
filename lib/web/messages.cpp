#include "web/messages.hpp"

#include "web/embedded.hpp"

#include <algorithm>
#include <stdexcept>

namespace badgewatch::web {

namespace {

const EmbeddedText* find(std::string_view key) {
  const auto all = embedded_messages();
  const auto* found = std::lower_bound(
      all.data(), all.data() + all.size(), key,
      [](const EmbeddedText& one, std::string_view wanted) { return one.name < wanted; });
  return found == all.data() + all.size() || found->name != key ? nullptr : found;
}

}  // namespace

std::string_view say(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr) throw std::logic_error("no message " + std::string(key));
  return found->text;
}

std::string say(std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  const auto text = say(key);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto name = text.substr(open + 1, close - open - 1);
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const auto& one) { return one.first == name; });
    if (value == values.end()) throw std::logic_error("no value for a name in " + std::string(key));
    out += value->second;
    at = close + 1;
  }
  return out;
}

std::string say_of(std::string_view front, std::string_view word) {
  const auto* found = find(std::string(front) + std::string(word));
  if (found != nullptr) return std::string(found->text);
  std::string plain(word);
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

}  // namespace badgewatch::web
