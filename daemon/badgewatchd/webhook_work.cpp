#include "badgewatchd/webhook_work.hpp"

#include "send/https_sender.hpp"

namespace badgewatch::daemon {

namespace {

constexpr std::size_t sessions = 6;
constexpr std::size_t connections_to_one = 4;

app::WebhookDeliveryOptions delivery_options(const Config& config) {
  app::WebhookDeliveryOptions options;
  options.time = std::chrono::milliseconds(config.webhooks.timeout_ms);
  options.terms.disable_after = std::chrono::hours(24 * config.webhooks.disable_after_days);
  options.register_url = config.http.public_url;
  options.connections = connections_to_one;
  return options;
}

jobs::DeliveryJobOptions job_options(const Config& config) {
  jobs::DeliveryJobOptions options;
  options.poll = std::chrono::milliseconds(config.freshness.poll_ms);
  options.kept = std::chrono::hours(24 * config.webhooks.kept_days);
  return options;
}

}  // namespace

send::TargetRules target_rules(const WebhooksConfig& config) {
  send::TargetRules rules;
  rules.allowed = config.allowed_networks;
  return rules;
}

bool sends_in_serve(const Config& config) {
  if (config.webhooks.in_serve == SendsWebhooks::automatic) return config.database.url.empty();
  return config.webhooks.in_serve == SendsWebhooks::always;
}

WebhookWork::WebhookWork(const Config& config, store::Store& store, core::Randomness& randomness,
                         core::Metrics& metrics)
    : targets_(resolver_, target_rules(config.webhooks)),
      senders_(
          [this, ca_file = config.webhooks.ca_file.string()] {
            return std::make_unique<send::HttpsSender>(send::HttpsOptions{
                .ca_file = ca_file, .targets = &targets_, .keep_connection = true});
          },
          clock_, {}),
      outbox_(
          store.new_webhook_outbox(std::chrono::milliseconds(config.webhooks.lease_ms), sessions)),
      delivery_(*outbox_, clock_, randomness, metrics, delivery_options(config)),
      job_(work(), clock_, job_options(config)) {}

std::shared_ptr<ports::Sender> WebhookWork::connection_to(const core::Uuid& webhook) {
  return {senders_.take(webhook).release(), [this, webhook](ports::Sender* sender) {
            senders_.give_back(webhook, std::unique_ptr<ports::Sender>(sender));
          }};
}

jobs::DeliveryWork WebhookWork::work() {
  return {.claim = [this](ports::Lane lane, core::Instant now,
                          std::size_t limit) -> core::Result<std::vector<jobs::Errand>> {
            auto claimed = outbox_->claim(lane, now, limit);
            if (!claimed) return claimed.error();
            std::vector<jobs::Errand> errands;
            for (auto& one : *claimed)
              errands.emplace_back([this, webhook = std::move(one)](const auto& stopping) {
                delivery_.send_due(webhook, [&] { return connection_to(webhook.id); }, stopping);
              });
            return errands;
          },
          .forget = [this](core::Instant before) { return outbox_->forget(before); }};
}

}  // namespace badgewatch::daemon
