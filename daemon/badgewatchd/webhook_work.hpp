// Webhooks of a daemon: what administrators keep of them, and the sending.
#pragma once

#include "app/webhook_delivery.hpp"
#include "app/webhooks.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "jobs/delivery.hpp"
#include "send/kept_senders.hpp"
#include "send/resolver.hpp"
#include "send/targets.hpp"
#include "store/store.hpp"

#include <memory>

namespace badgewatch::daemon {

send::TargetRules target_rules(const WebhooksConfig& config);

// For the calls of administrators. All outlive it.
class WebhookCalls {
public:
  WebhookCalls(const WebhooksConfig& config, store::Store& store, const core::Clock& clock,
               core::Randomness& randomness)
      : targets_(resolver_, target_rules(config)),
        webhooks(store.webhooks(), targets_, clock, randomness) {}

private:
  send::SystemResolver resolver_;
  send::Targets targets_;

public:
  app::Webhooks webhooks;
};

bool sends_in_serve(const Config& config);

// Owns threads. All outlive it.
class WebhookWork {
public:
  WebhookWork(const Config& config, store::Store& store, core::Randomness& randomness,
              core::Metrics& metrics);

  // Events were written just now. Never blocks. Thread safe.
  void wake() { job_.wake(); }

private:
  jobs::DeliveryWork work();
  // One that is given back by itself.
  std::shared_ptr<ports::Sender> connection_to(const core::Uuid& webhook);

  // The world's time, whatever the register's own says: receivers compare timestamps with theirs.
  const core::SystemClock clock_;
  send::SystemResolver resolver_;
  send::Targets targets_;
  send::KeptSenders senders_;
  std::unique_ptr<ports::WebhookOutbox> outbox_;
  app::WebhookDelivery delivery_;
  jobs::DeliveryJob job_;
};

}  // namespace badgewatch::daemon
