// From where a credential may be used: networks in CIDR form.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::access {

// IPv4 is held as IPv6 (::ffff:a.b.c.d), so that a client that reaches a dual-stack socket is the
// same one.
class Network {
public:
  // "192.0.2.0/24", "2001:db8::/32"; without a slash one address alone. Nothing when it is not of
  // that form, or has bits behind its prefix (192.0.2.1/24 is somebody's mistake).
  static std::optional<Network> parse(std::string_view text);

  // `address` is an IPv4 or IPv6 address as text; false for anything else.
  bool contains(std::string_view address) const;

private:
  using Address = std::array<std::uint8_t, 16>;
  static std::optional<Address> read_address(std::string_view text);
  bool holds(const Address& address) const;

  Address address_{};
  unsigned prefix_ = 128;
};

inline constexpr std::size_t most_networks = 32;

// An empty list admits everybody. A network that cannot be read admits nobody.
bool admits(const std::vector<std::string>& networks, std::string_view address);

}  // namespace badgewatch::access
