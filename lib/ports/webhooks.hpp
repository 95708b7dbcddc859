// Endpoints to which an authority's events are sent, what is sent of them, and what came of it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"
#include "domain/webhook.hpp"
#include "proof/leaf.hpp"

#include <chrono>
#include <memory>
#include <optional>
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

// Of what is not delivered: waiting, or given up.
struct Undelivered {
  std::int64_t pending = 0;
  std::int64_t failed = 0;
  std::optional<std::int64_t> from;  // the least number of an event among them
};

// One row of the delivery log.
struct WebhookAttempt {
  std::int64_t number = 0;  // dense for each endpoint: the cursor
  std::string message;      // the webhook-id
  std::optional<std::int64_t> seq;
  std::string type;
  core::Instant at;
  std::chrono::milliseconds took{0};
  std::optional<int> status;
  std::string result;
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
  virtual core::Result<std::vector<WebhookAttempt>> attempts(const std::string& authority,
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

// An endpoint that this process sends to, and no other, until the lease runs out.
struct ClaimedWebhook {
  std::string authority;
  core::Uuid id;
  std::int64_t fence = 0;  // of this claim
  core::Secret url;
  domain::WebhookScheme scheme = domain::WebhookScheme::v1a;
  std::vector<WebhookKey> keys;
};

struct DueMessage {
  std::string id;  // webhook-id
  std::optional<std::int64_t> seq = {};
  std::string type;
  core::Instant at;
  int attempts = 0;  // so far
};

struct DueBatch {
  std::vector<DueMessage> messages;
  domain::EndpointSoFar endpoint;
};

struct AttemptMade {
  const DueMessage& message;
  core::Instant at;
  std::chrono::milliseconds took{0};
  std::optional<int> status;
  std::string result;
  domain::Verdict verdict;
};

// Which endpoints are claimed: those whose last attempt was good (or that had none), or the others.
enum class WebhookLane { good, failing };

// Thread safe. `now` is the time by which messages are due; leases are kept by the database's
// clock.
class WebhookOutbox {
public:
  virtual ~WebhookOutbox() = default;
  // Endpoints of that lane with something due that nobody has claimed, at most `limit`.
  virtual core::Result<std::vector<ClaimedWebhook>> claim(WebhookLane lane, core::Instant now,
                                                          std::size_t limit) = 0;
  // What is due there, the oldest first, at most `limit`.
  virtual core::Result<DueBatch> due(const ClaimedWebhook& webhook, core::Instant now,
                                     std::size_t limit) = 0;
  // Keeps what came of an attempt and prolongs the lease, in one transaction; where the endpoint is
  // disabled by it, its owner is told in it. False, and nothing is kept, when another has claimed
  // the endpoint by now, or it is gone or was disabled: no more is to be sent there.
  virtual core::Result<bool> complete(const ClaimedWebhook& webhook, const AttemptMade& made) = 0;
  // Others may claim it at once.
  virtual core::Result<void> release(const ClaimedWebhook& webhook) = 0;
  // Forgets what ended before `before`, some thousand rows at a time. How many.
  virtual core::Result<std::int64_t> forget(core::Instant before) = 0;
};

inline core::Error no_webhook() {
  return {core::Errc::not_found, "There is no such webhook of yours."};
}

}  // namespace badgewatch::ports
