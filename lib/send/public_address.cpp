#include "send/public_address.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace badgewatch::send {

namespace {

using Named = std::vector<std::pair<core::Network, std::string_view>>;

Named networks(std::initializer_list<std::pair<std::string_view, std::string_view>> texts) {
  Named read;
  for (const auto& [text, name] : texts)
    read.emplace_back(core::Network::read(text).value(), name);
  return read;
}

// IPv4 is held as IPv6, and IPv4-mapped IPv6 is IPv4.
const Named& special_v4() {
  static const Named list = networks({
      {"0.0.0.0/8", "this network itself"},
      {"10.0.0.0/8", "a private network"},
      {"100.64.0.0/10", "a provider's own network"},
      {"127.0.0.0/8", "this machine itself"},
      {"169.254.0.0/16", "a link's own network"},
      {"172.16.0.0/12", "a private network"},
      {"192.0.0.0/24", "set apart for protocols"},
      {"192.0.2.0/24", "set apart for examples"},
      {"192.88.99.0/24", "a relay"},
      {"192.168.0.0/16", "a private network"},
      {"198.18.0.0/15", "set apart for tests of networks"},
      {"198.51.100.0/24", "set apart for examples"},
      {"203.0.113.0/24", "set apart for examples"},
      {"224.0.0.0/4", "a group of machines"},
      {"240.0.0.0/4", "not in use"},
  });
  return list;
}

const Named& special_v6() {
  static const Named list = networks({
      {"2001::/23", "set apart for protocols"},  // Teredo, ORCHID and others
      {"2001:db8::/32", "set apart for examples"},
      {"2002::/16", "a relay"},  // 6to4
      {"3fff::/20", "set apart for examples"},
  });
  return list;
}

}  // namespace

std::optional<std::string_view> not_public(const core::IpAddress& address) {
  static const auto global = core::Network::read("2000::/3").value();
  if (address.is_loopback()) return "this machine itself";
  if (!address.is_v4() && !global.contains(address)) return "not of the public internet";
  const auto& special = address.is_v4() ? special_v4() : special_v6();
  const auto found = std::find_if(special.begin(), special.end(),
                                  [&](const auto& one) { return one.first.contains(address); });
  if (found == special.end()) return {};
  return found->second;
}

}  // namespace badgewatch::send
