// Sends the letters that are due at one mailbox, judges what came of each, and keeps that before
// the next one.
#pragma once

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "domain/mail.hpp"
#include "ports/mail.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace badgewatch::app {

struct MailDeliveryOptions {
  std::chrono::milliseconds time{15'000};  // of one attempt; well below the lease of a claim
  std::size_t batch = 20;                  // letters of one claim
  domain::MailTerms terms;
  std::string register_url;  // before the paths in letters
};

// Thread safe; each thread gives it a relay of its own.
class MailDelivery {
public:
  // All outlive it. `clock` is the world's: codes and letters are judged by it alone.
  MailDelivery(ports::MailOutbox& outbox, const core::Clock& clock, core::Randomness& randomness,
               core::Metrics& metrics, MailDeliveryOptions options);

  // Sends until nothing is due, the batch is done, the relay wants peace, the claim is lost, or
  // `stopping` says so; then gives the claim back.
  void send_due(const ports::ClaimedMailAddress& address, ports::Relay& relay,
                const std::function<bool()>& stopping);

private:
  // False when no more is to be sent there now.
  bool send_one(const ports::ClaimedMailAddress& address, const ports::DueMessage& letter,
                domain::EndpointSoFar& endpoint, ports::Relay& relay);
  // An error where it cannot be read now.
  core::Result<ports::Letter> write(const ports::ClaimedMailAddress& address,
                                    const ports::DueMessage& letter);

  ports::MailOutbox& outbox_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  MailDeliveryOptions options_;
};

}  // namespace badgewatch::app
