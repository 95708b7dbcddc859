#include "net/client_address.hpp"

#include "core/text.hpp"
#include "net/field_line.hpp"
#include "net/forwarded.hpp"

#include <algorithm>
#include <optional>

namespace badgewatch::net {

namespace {

std::vector<std::string_view> lines_of(const http::Headers& headers, std::string_view wanted) {
  std::vector<std::string_view> lines;
  for (const auto& [name, value] : headers)
    if (http::same_name(name, wanted)) lines.push_back(value);
  return lines;
}

// What each proxy wrote, the nearest one last. Nothing where a field breaks its form.
std::optional<std::vector<ForwardedHop>> hops_of(const http::Headers& headers,
                                                 ForwardedField field) {
  std::vector<ForwardedHop> hops;
  if (field == ForwardedField::forwarded) {
    for (const auto line : lines_of(headers, "forwarded")) {
      auto read = read_forwarded(line);
      if (!read) return {};
      hops.insert(hops.end(), read->begin(), read->end());
    }
    return hops;
  }
  for (const auto line : lines_of(headers, "x-forwarded-for"))
    for (const auto node : core::split(line, ','))
      hops.push_back({.node = std::string(core::trim(node)), .proto = {}});
  const auto protos = lines_of(headers, "x-forwarded-proto");
  if (protos.size() > 1) return {};
  if (protos.size() == 1)
    for (auto& hop : hops)
      hop.proto = core::ascii_lower(protos[0]);
  return hops;
}

std::optional<bool> is_https(std::string_view proto, bool otherwise) {
  if (proto.empty()) return otherwise;
  if (proto == "https") return true;
  if (proto == "http") return false;
  return {};
}

Refusal bad_field() {
  return malformed("forwarded", "The proxy's field that says for whom it asks is malformed.");
}

}  // namespace

bool ProxyRules::trusts(const core::IpAddress& address) const {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const core::Network& network) { return network.contains(address); });
}

std::variant<Client, Refusal> client_of(const Peer& peer, const http::Headers& headers,
                                        const ProxyRules& rules) {
  Client client{peer.address.text(), peer.tls};
  if (!rules.trusts(peer.address)) return client;
  const auto hops = hops_of(headers, rules.field);
  if (!hops || hops->size() > most_hops) return bad_field();
  for (auto hop = hops->rbegin(); hop != hops->rend(); ++hop) {
    const auto address = read_node(hop->node);
    const auto https = is_https(hop->proto, client.https);
    if (!address || !https) return bad_field();
    client = {address->text(), *https};
    if (!rules.trusts(*address)) break;
  }
  return client;
}

}  // namespace badgewatch::net
