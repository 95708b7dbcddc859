// An authority's webhooks, as its own administrator keeps them. Each act is in the log.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "ports/unit_of_work.hpp"
#include "ports/webhooks.hpp"

#include <string>
#include <vector>

namespace badgewatch::app {

struct WebhookWanted {
  std::string url;
  std::string description;
  domain::WebhookScheme scheme = domain::WebhookScheme::v1a;
};

struct WebhookView {
  ports::Webhook webhook;
  ports::Undelivered undelivered;
};

// Thread safe. Another authority's webhook is Errc::not_found.
class Webhooks {
public:
  static constexpr std::size_t most = 10;             // endpoints of an authority
  static constexpr std::size_t most_again = 100'000;  // events sent anew by one call

  // All outlive it.
  Webhooks(ports::Webhooks& webhooks, ports::WebhookTargets& targets, const core::Clock& clock,
           core::Randomness& randomness)
      : webhooks_(webhooks), targets_(targets), clock_(clock), randomness_(randomness) {}

  core::Result<std::vector<ports::Webhook>> list(const ports::Caller& caller);
  core::Result<WebhookView> find(const ports::Caller& caller, const core::Uuid& id);
  // The webhook as it is kept. One of the same address and scheme is it already, and nothing is
  // added: `is_new` says which. Errc::invalid with the reason, at "/url", for an address that
  // nothing may be sent to.
  struct Kept {
    ports::Webhook webhook;
    bool is_new = true;
  };
  core::Result<Kept> add(const ports::Caller& caller, const WebhookWanted& wanted);
  core::Result<void> remove(const ports::Caller& caller, const core::Uuid& id);
  // A new key; the one before signs beside it for that long.
  core::Result<ports::Webhook> rotate(const ports::Caller& caller, const core::Uuid& id,
                                      std::chrono::hours overlap);
  core::Result<ports::Webhook> set_enabled(const ports::Caller& caller, const core::Uuid& id,
                                           bool enabled);
  core::Result<std::string> test(const ports::Caller& caller, const core::Uuid& id);
  core::Result<ports::Queued> replay(const ports::Caller& caller, const core::Uuid& id,
                                     std::int64_t after);
  core::Result<std::vector<ports::DeliveryAttempt>> attempts(const ports::Caller& caller,
                                                             const core::Uuid& id,
                                                             std::int64_t after, std::size_t limit);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject);
  ports::WebhookKey new_key();

  ports::Webhooks& webhooks_;
  ports::WebhookTargets& targets_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

// What the receiver checks a key's signatures with: "whpk_..." or "whsec_...".
core::Secret receivers_key(domain::WebhookScheme scheme, const ports::WebhookKey& key);

}  // namespace badgewatch::app
