// For whom a proxy asks: X-Forwarded-For or Forwarded (RFC 7239), believed from listed proxies
// only. Pure functions.
#pragma once

#include "core/ip_address.hpp"
#include "http/message.hpp"
#include "net/refusal.hpp"

#include <string>
#include <variant>
#include <vector>

namespace badgewatch::net {

// The one field in which the proxies say it. The other is not looked at: a proxy hands on what a
// client wrote into a field that it does not know.
enum class ForwardedField { x_forwarded_for, forwarded };

struct ProxyRules {
  std::vector<core::Network> trusted;  // empty: no proxy is believed
  ForwardedField field = ForwardedField::x_forwarded_for;

  bool trusts(const core::IpAddress& address) const;
};

// What is known of a connection itself.
struct Peer {
  core::IpAddress address;
  bool tls = false;
};

struct Client {
  std::string address;
  bool https = false;  // what the client itself spoke, as far as is known
};

// Of a peer that is no trusted proxy: the peer, whatever the fields say. Else the right-most
// address that is no trusted proxy's, or the left-most where all are; what stands to the left of it
// was written by the client and is not believed. X-Forwarded-Proto (or Forwarded's `proto` of the
// same hop) says whether the client spoke HTTPS. A field that breaks its form, or in which the
// trusted proxy names nobody ("unknown", "_hidden"), is refused: who is to be limited would be a
// guess.
std::variant<Client, Refusal> client_of(const Peer& peer, const http::Headers& headers,
                                        const ProxyRules& rules);

}  // namespace badgewatch::net
