// Sends what is due at one endpoint: signs each message, judges what came of it, and keeps that
// before the next one. Where much waits for a receiver that has just taken a message, the rest goes
// over several connections at once, and what was taken is kept some messages together: one who dies
// then leaves that many to be sent again, under their ids. Standard Webhooks 1.0.0.
#pragma once

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "domain/webhook.hpp"
#include "ports/sender.hpp"
#include "ports/webhooks.hpp"
#include "proof/receipt.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace badgewatch::app {

struct WebhookDeliveryOptions {
  std::chrono::milliseconds time{15'000};  // of one attempt; well below the lease of a claim
  std::size_t batch = 50;                  // messages of one claim
  std::size_t connections = 1;             // to one receiver, while much waits for it
  domain::WebhookTerms terms;
  std::string register_url;  // before the paths in messages; empty: none
};

// Thread safe.
class WebhookDelivery {
public:
  // A connection to the receiver, which whoever gets it uses alone, and lets go.
  using Connect = std::function<std::shared_ptr<ports::Sender>()>;

  // All outlive it. `clock` is the world's, since receivers compare timestamps with it.
  WebhookDelivery(ports::WebhookOutbox& outbox, const core::Clock& clock,
                  core::Randomness& randomness, core::Metrics& metrics,
                  WebhookDeliveryOptions options);

  // Sends until nothing is due, not even what came meanwhile, the batch is done, the receiver wants
  // peace, the claim is lost, or `stopping` says so; then gives the claim back. `connect` and
  // `stopping` are called from several threads.
  void send_due(const ports::ClaimedWebhook& webhook, const Connect& connect,
                const std::function<bool()>& stopping);

private:
  class Burst;
  ports::AttemptMade attempt(const ports::ClaimedWebhook& webhook, const ports::DueMessage& message,
                             const domain::EndpointSoFar& endpoint, ports::Sender& sender);
  // Whether more is to be sent there now.
  bool keep(const ports::ClaimedWebhook& webhook, const ports::AttemptMade& made);
  bool send(const ports::ClaimedWebhook& webhook, std::span<const ports::DueMessage> messages,
            domain::EndpointSoFar& endpoint, const Connect& connect,
            const std::function<bool()>& stopping, bool has_taken);

  ports::WebhookOutbox& outbox_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  WebhookDeliveryOptions options_;
};

proof::Signer signer_of(const ports::WebhookKey& v1a_key);

// What is sent: type, time, and where the event stands. No personal data, and nothing that tells
// one event from another of its type.
std::string webhook_body(const ports::DueMessage& message, const std::string& register_url);

// The signatures by every key that is in force, parted by blanks.
std::string webhook_signatures(const ports::ClaimedWebhook& webhook, std::string_view content,
                               core::Instant now);

}  // namespace badgewatch::app
