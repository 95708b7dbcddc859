// IPv4 and IPv6 addresses and networks of them, as values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::core {

class IpAddress {
public:
  // "192.0.2.1", "2001:db8::1"; ::ffff:192.0.2.1 is 192.0.2.1. Nothing for any other text: no port,
  // no zone, no leading zeros.
  static std::optional<IpAddress> read(std::string_view text);

  // In the one usual form.
  std::string text() const;
  bool is_v4() const;
  bool is_loopback() const;
  // Whom a limit counts as one: an IPv4 address, or the /64 of an IPv6 address, since whoever has
  // one address of that has them all. "2001:db8:0:1::/64".
  std::string limit_group() const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
  friend class Network;
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 mapped into IPv6
};

class Network {
public:
  // "10.0.0.0/8", "2001:db8::/32", or one address. Nothing where bits behind the length are set.
  static std::optional<Network> read(std::string_view text);

  bool contains(const IpAddress& address) const;

  friend bool operator==(const Network&, const Network&) = default;

private:
  IpAddress first_;
  unsigned bits_ = 128;  // of the mapped form
};

}  // namespace badgewatch::core
