#include "access/network.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace badgewatch::access {

namespace {

constexpr unsigned mapped_bits = 96;  // in front of an IPv4 address

std::optional<unsigned> read_prefix(std::string_view text, unsigned most) {
  unsigned prefix = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), prefix);
  const bool plain = text == "0" || !text.starts_with('0');
  if (error != std::errc() || end != text.data() + text.size() || !plain || prefix > most)
    return std::nullopt;
  return prefix;
}

}  // namespace

std::optional<Network::Address> Network::read_address(std::string_view text) {
  const std::string whole(text);
  Address address{};
  if (text.find(':') != std::string_view::npos) {
    if (::inet_pton(AF_INET6, whole.c_str(), address.data()) != 1) return std::nullopt;
    return address;
  }
  address[10] = address[11] = 0xff;
  if (::inet_pton(AF_INET, whole.c_str(), address.data() + 12) != 1) return std::nullopt;
  return address;
}

std::optional<Network> Network::parse(std::string_view text) {
  // inet_pton would stop at it.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const auto slash = std::min(text.find('/'), text.size());
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const bool is_v4 = text.find(':') == std::string_view::npos;
  Network network;
  network.address_ = *address;
  if (slash < text.size()) {
    const auto prefix = read_prefix(text.substr(slash + 1), is_v4 ? 32 : 128);
    if (!prefix) return std::nullopt;
    network.prefix_ = *prefix + (is_v4 ? mapped_bits : 0);
  }
  for (unsigned bit = network.prefix_; bit < 128; ++bit)
    if ((network.address_[bit / 8] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
  return network;
}

bool Network::holds(const Address& address) const {
  const unsigned whole = prefix_ / 8;
  if (!std::equal(address.begin(), address.begin() + whole, address_.begin())) return false;
  const unsigned rest = prefix_ % 8;
  return rest == 0 || (address[whole] ^ address_[whole]) >> (8 - rest) == 0;
}

bool Network::contains(std::string_view address) const {
  if (address.find('\0') != std::string_view::npos) return false;
  const auto read = read_address(address);
  return read && holds(*read);
}

bool admits(const std::vector<std::string>& networks, std::string_view address) {
  return networks.empty() ||
         std::any_of(networks.begin(), networks.end(), [&](const std::string& text) {
           const auto network = Network::parse(text);
           return network && network->contains(address);
         });
}

}  // namespace badgewatch::access
