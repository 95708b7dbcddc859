#include "config/webhook_settings.hpp"

#include <array>

namespace badgewatch::daemon {

void read_webhooks(SettingReader& file, WebhooksConfig& webhooks) {
  constexpr std::array modes = {SendsWebhooks::automatic, SendsWebhooks::always,
                                SendsWebhooks::never};
  std::size_t mode = 0;
  file.choice("webhooks.in_serve", mode, {"automatic", "always", "never"});
  webhooks.in_serve = modes.at(mode);
  file.path("webhooks.ca_file", webhooks.ca_file);
  std::vector<std::string> networks;
  file.texts("webhooks.allowed_networks", networks);
  for (const auto& text : networks) {
    if (const auto network = core::Network::read(text))
      webhooks.allowed_networks.push_back(*network);
    else
      file.fault("webhooks.allowed_networks",
                 "must hold addresses and networks, as [\"10.1.2.3\", \"fd00:1::/64\"]; the bits "
                 "behind a network's length are 0");
  }
  file.integer("webhooks.timeout_ms", webhooks.timeout_ms, 100, 60'000);
  file.integer("webhooks.lease_ms", webhooks.lease_ms, 200, 600'000);
  // Else another sender takes an endpoint over while an attempt is under way.
  if (webhooks.lease_ms < webhooks.timeout_ms + webhooks.timeout_ms / 4)
    file.fault(file.is_set("webhooks.lease_ms") ? "webhooks.lease_ms" : "webhooks.timeout_ms",
               "is wrong: lease_ms must be longer than timeout_ms by a quarter at least");
  file.integer("webhooks.disable_after_days", webhooks.disable_after_days, 1, 30);
  file.integer("webhooks.kept_days", webhooks.kept_days, 1, 365);
}

}  // namespace badgewatch::daemon
