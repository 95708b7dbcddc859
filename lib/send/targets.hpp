// To which addresses something may be sent that others name: https, by a name, on port 443, and
// nothing but the public internet behind it.
#pragma once

#include "core/ip_address.hpp"
#include "core/result.hpp"
#include "ports/webhooks.hpp"
#include "send/resolver.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace badgewatch::send {

struct TargetRules {
  // Where something may be sent although it is not public, on any port: for tests, and for a
  // receiver in the register's own network.
  std::vector<core::Network> allowed;
  std::chrono::milliseconds time{5'000};  // for finding a name
};

// A target that was looked at: what is sent goes to these addresses and to no other.
struct Target {
  std::string host;
  std::string port;
  std::vector<core::IpAddress> addresses;
};

// Thread safe.
class Targets final : public ports::WebhookTargets {
public:
  // `resolver` outlives it.
  Targets(Resolver& resolver, TargetRules rules) : resolver_(resolver), rules_(std::move(rules)) {}

  core::Result<void> check(const std::string& url) override;
  // Asks for the name once. Every address that it has must be allowed: a name with a private one
  // among its public ones would be luck.
  core::Result<Target> find(const std::string& url, std::chrono::milliseconds time) const;

private:
  bool is_allowed(const core::IpAddress& address) const;
  core::Result<void> check_addresses(const Target& target) const;

  Resolver& resolver_;
  const TargetRules rules_;
};

}  // namespace badgewatch::send
