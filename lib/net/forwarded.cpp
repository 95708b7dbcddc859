#include "net/forwarded.hpp"

#include "core/text.hpp"
#include "net/field_line.hpp"

#include <algorithm>

namespace badgewatch::net {

namespace {

// Takes one piece after another from the front of a text.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  void skip_space() {
    const auto first = std::min(rest_.find_first_not_of(" \t"), rest_.size());
    rest_.remove_prefix(first);
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::string> token() {
    const auto end = std::min(rest_.find_first_of(" \t=;,\"()<>@:\\/[]?{}"), rest_.size());
    const auto text = rest_.substr(0, end);
    if (!is_token(text)) return {};
    rest_.remove_prefix(end);
    return std::string(text);
  }
  // Behind its opening quote.
  std::optional<std::string> quoted() {
    std::string out;
    while (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return out;
      if (c == '\\') {
        if (rest_.empty()) return {};
        c = rest_.front();
        rest_.remove_prefix(1);
      }
      out.push_back(c);
    }
    return {};
  }

private:
  std::string_view rest_;
};

struct Pair {
  std::string name;
  std::string value;
};

std::optional<Pair> read_pair(Scanner& scanner) {
  auto name = scanner.token();
  if (!name || !scanner.take('=')) return {};
  auto value = scanner.take('"') ? scanner.quoted() : scanner.token();
  if (!value) return {};
  return Pair{core::ascii_lower(*name), std::move(*value)};
}

std::optional<ForwardedHop> read_hop(Scanner& scanner) {
  ForwardedHop hop;
  std::vector<std::string> seen;
  do {
    scanner.skip_space();
    auto pair = read_pair(scanner);
    if (!pair || std::find(seen.begin(), seen.end(), pair->name) != seen.end()) return {};
    if (pair->name == "for") hop.node = pair->value;
    if (pair->name == "proto") hop.proto = core::ascii_lower(pair->value);
    seen.push_back(std::move(pair->name));
    scanner.skip_space();
  } while (scanner.take(';'));
  return hop;
}

bool is_port(std::string_view text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && !text.empty() && text.size() <= 5;
}

}  // namespace

std::optional<std::vector<ForwardedHop>> read_forwarded(std::string_view value) {
  Scanner scanner(value);
  std::vector<ForwardedHop> hops;
  do {
    auto hop = read_hop(scanner);
    if (!hop || hops.size() == most_hops) return {};
    hops.push_back(std::move(*hop));
  } while (scanner.take(','));
  if (!scanner.at_end()) return {};
  return hops;
}

std::optional<core::IpAddress> read_node(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return {};
    const auto address = text.substr(1, end - 1);
    const auto behind = text.substr(end + 1);
    const bool port_is_right = behind.empty() || (behind[0] == ':' && is_port(behind.substr(1)));
    if (!port_is_right || address.find(':') == std::string_view::npos) return {};
    return core::IpAddress::read(address);
  }
  const auto colon = text.find(':');
  const bool has_port =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  if (!has_port) return core::IpAddress::read(text);
  if (!is_port(text.substr(colon + 1))) return {};
  return core::IpAddress::read(text.substr(0, colon));
}

}  // namespace badgewatch::net
