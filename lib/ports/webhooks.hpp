// Endpoints to which an authority's events are sent, what is sent of them, and what came of it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"
#include "domain/webhook.hpp"
#include "ports/outbox.hpp"
#include "proof/leaf.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

// What messages are signed with.
struct WebhookKey {
  core::Secret secret;                 // v1a: a seed of 32 bytes; v1: 32 bytes
  std::optional<core::Instant> until;  // set once another one follows it
};

struct Webhook {
  core::Uuid id;
  std::string authority;
  core::Secret url;  // it may hold a token of the receiver's
  std::string description;
  domain::WebhookScheme scheme = domain::WebhookScheme::v1a;
  std::vector<WebhookKey> keys;  // the newest first
  core::Instant created_at;
  std::optional<core::Instant> disabled_at;
  std::optional<domain::DisabledBecause> disabled_because;
  std::optional<core::Instant> failing_since;
};

struct Queued {
  std::int64_t messages = 0;
  std::int64_t next = 0;  // behind which to go on, where there were more
};

// Thread safe. Own endpoints only: another authority's is Errc::not_found. Each change is in the
// log by its leaf.
class Webhooks {
public:
  virtual ~Webhooks() = default;
  virtual core::Result<std::vector<Webhook>> list(const std::string& authority) = 0;
  virtual core::Result<Webhook> find(const std::string& authority, const core::Uuid& id) = 0;
  // Errc::conflict when the authority has as many as it may.
  virtual core::Result<void> add(const Webhook& webhook, std::size_t most,
                                 const proof::Leaf& leaf) = 0;
  // With all that was to be sent to it.
  virtual core::Result<void> remove(const std::string& authority, const core::Uuid& id,
                                    const proof::Leaf& leaf) = 0;
  // Its keys, or that it is disabled or not.
  virtual core::Result<void> change(const Webhook& webhook, const proof::Leaf& leaf) = 0;
  virtual core::Result<Undelivered> undelivered(const std::string& authority,
                                                const core::Uuid& id) = 0;
  // A message that is no event, of type "webhook.test". Its webhook-id.
  virtual core::Result<std::string> queue_test(const std::string& authority, const core::Uuid& id,
                                               core::Instant now, const proof::Leaf& leaf) = 0;
  // The events behind `after`, at most `most`: sent anew under their webhook-id, delivered or not.
  virtual core::Result<Queued> queue_again(const std::string& authority, const core::Uuid& id,
                                           std::int64_t after, std::size_t most,
                                           const proof::Leaf& leaf) = 0;
  // With a number over `after`, in order, at most `limit`.
  virtual core::Result<std::vector<DeliveryAttempt>> attempts(const std::string& authority,
                                                              const core::Uuid& id,
                                                              std::int64_t after,
                                                              std::size_t limit) = 0;
};

// Whether something may be sent to an address at all.
class WebhookTargets {
public:
  virtual ~WebhookTargets() = default;
  // Errc::invalid with the reason for the owner: not https, no name, a network that is not public.
  // Errc::unavailable when nobody can say.
  virtual core::Result<void> check(const std::string& url) = 0;
};

struct ClaimedWebhook : Claim {
  core::Secret url;
  domain::WebhookScheme scheme = domain::WebhookScheme::v1a;
  std::vector<WebhookKey> keys;
};

// Messages of this outbox are named by their webhook-id.
class WebhookOutbox : public Outbox {
public:
  // Endpoints of that lane with something due that nobody has claimed, at most `limit`.
  virtual core::Result<std::vector<ClaimedWebhook>> claim(Lane lane, core::Instant now,
                                                          std::size_t limit) = 0;
  // As complete(), for several messages that were delivered, in one transaction. Until when the
  // endpoint is left in peace stays as it is: others may have been sent beside these.
  virtual core::Result<bool> complete_delivered(const Claim& claim,
                                                std::span<const AttemptMade> made) = 0;
};

inline core::Error no_webhook() {
  return {core::Errc::not_found, "There is no such webhook of yours."};
}

}  // namespace badgewatch::ports
