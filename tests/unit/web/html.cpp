#include "html.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace badgewatch::web::test {

namespace {

std::string replaced(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names = {{{"&quot;", "\""},
                                                                                   {"&#39;", "'"},
                                                                                   {"&lt;", "<"},
                                                                                   {"&gt;", ">"},
                                                                                   {"&nbsp;", " "},
                                                                                   {"&amp;", "&"}}};
  for (const auto& [name, sign] : names)
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
      text.replace(at, name.size(), sign);
  return text;
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

// `name a="1" b` with its attributes sorted, and the words of each value in their order.
std::string tag_of(std::string_view text) {
  std::vector<std::string> attributes;
  std::string name;
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() &&
           (std::isspace(static_cast<unsigned char>(text[at])) != 0 || text[at] == '/'))
      ++at;
  };
  const auto word = [&] {
    const auto begin = at;
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) == 0 &&
           text[at] != '=' && (text[at] != '/' || at == begin))
      ++at;
    return std::string(text.substr(begin, at - begin));
  };
  name = word();
  for (skip(); at < text.size(); skip()) {
    auto one = word();
    if (at < text.size() && text[at] == '=') {
      const auto open = at + 1;
      const auto close = text.find('"', open + 1);
      one += "=" + squeezed(replaced(std::string(text.substr(open + 1, close - open - 1))));
      at = close + 1;
    }
    attributes.push_back(one);
  }
  std::sort(attributes.begin(), attributes.end());
  for (const auto& one : attributes)
    name += " " + one;
  return "<" + name + ">";
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view html) {
  std::vector<std::string> out;
  while (!html.empty()) {
    const auto open = std::min(html.find('<'), html.size());
    if (auto text = squeezed(replaced(std::string(html.substr(0, open)))); !text.empty())
      out.push_back(std::move(text));
    if (open == html.size()) break;
    const auto close = std::min(html.find('>', open), html.size() - 1);
    out.push_back(tag_of(html.substr(open + 1, close - open - 1)));
    html.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace badgewatch::web::test
