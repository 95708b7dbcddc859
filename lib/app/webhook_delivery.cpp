#include "app/webhook_delivery.hpp"

#include "app/delivery_attempt.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"
#include "proof/webhook_signature.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

constexpr std::size_t longest_answer = 64UL * 1024;

core::Hash hash_of(const core::Secret& secret) {
  core::Hash bytes{};
  const auto text = core::as_bytes(secret.reveal());
  std::copy_n(text.begin(), std::min(text.size(), bytes.size()), bytes.begin());
  return bytes;
}

std::string result_of(const core::Result<ports::OutgoingReply>& reply,
                      const domain::Verdict& verdict) {
  if (!reply) return reply.error().detail();
  if (verdict.state == domain::DeliveryState::delivered) return "Delivered.";
  if (reply->status >= 300 && reply->status < 400) return "A redirect is not followed.";
  if (reply->status == 410) return "The receiver wants no more.";
  return "The receiver refused it.";
}

}  // namespace

proof::Signer signer_of(const ports::WebhookKey& v1a_key) {
  return proof::Signer(hash_of(v1a_key.secret));
}

std::string webhook_body(const ports::DueMessage& message, const std::string& register_url) {
  core::JsonWriter out;
  out.begin_object().member("type", message.type).member("timestamp", core::to_text(message.at));
  out.key("data").begin_object();
  if (message.seq) {
    out.member("seq", *message.seq);
    out.member("url", register_url + "/v1/events?after=" + std::to_string(*message.seq - 1));
  }
  out.end_object().end_object();
  return std::move(out).take();
}

std::string webhook_signatures(const ports::ClaimedWebhook& webhook, std::string_view content,
                               core::Instant now) {
  std::string all;
  for (const auto& key : webhook.keys) {
    if (key.until && *key.until <= now) continue;
    if (!all.empty()) all += ' ';
    all += webhook.scheme == domain::WebhookScheme::v1
               ? proof::sign_v1(core::as_bytes(key.secret.reveal()), content)
               : proof::sign_v1a(signer_of(key), content);
  }
  return all;
}

WebhookDelivery::WebhookDelivery(ports::WebhookOutbox& outbox, const core::Clock& clock,
                                 core::Randomness& randomness, core::Metrics& metrics,
                                 WebhookDeliveryOptions options)
    : outbox_(outbox),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      options_(std::move(options)) {}

void WebhookDelivery::send_due(const ports::ClaimedWebhook& webhook, ports::Sender& sender,
                               const std::function<bool()>& stopping) {
  bool goes_on = true;
  for (std::size_t sent = 0; goes_on && sent < options_.batch;) {
    auto due = outbox_.due(webhook, clock_.now(), options_.batch - sent);
    if (!due) {
      core::log(core::LogLevel::warning, "messages of a webhook not read",
                {{"reason", std::string_view(due.error().detail())}});
      return;  // the claim runs out by itself
    }
    if (due->messages.empty()) break;
    for (const auto& message : due->messages) {
      goes_on = !stopping() && send_one(webhook, message, due->endpoint, sender);
      if (!goes_on) break;
      ++sent;
    }
  }
  (void)outbox_.release(webhook);
}

bool WebhookDelivery::send_one(const ports::ClaimedWebhook& webhook,
                               const ports::DueMessage& message, domain::EndpointSoFar& endpoint,
                               ports::Sender& sender) {
  const auto now = clock_.now();
  const auto seconds = now.micros / 1'000'000;
  const auto body = webhook_body(message, options_.register_url);
  const auto content = proof::webhook_content(message.id, seconds, body);
  ports::OutgoingRequest request;
  request.method = "POST";
  request.url = webhook.url.reveal();
  const auto field = [&](const char* name, std::string value) {
    request.headers.emplace_back(name, core::Secret(std::move(value)));
  };
  field("Content-Type", "application/json");
  field("webhook-id", message.id);
  field("webhook-timestamp", std::to_string(seconds));
  field("webhook-signature", webhook_signatures(webhook, content, now));
  request.body = core::Secret(body);

  const auto begun = std::chrono::steady_clock::now();
  const auto reply = sender.send(request, {.time = options_.time, .body = longest_answer});
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  domain::Attempted attempted;
  if (reply) attempted = {reply->status, reply->retry_after};
  const auto verdict = domain::judge(attempted, message.attempts + 1, endpoint, options_.terms,
                                     clock_.now(), drawn_chance(randomness_));
  const auto kept = outbox_.complete(webhook, {.message = message,
                                               .at = now,
                                               .took = took,
                                               .status = attempted.status,
                                               .result = result_of(reply, verdict),
                                               .verdict = verdict});
  metrics_.count("badgewatch_webhook_deliveries_total", {{"result", metric_of(verdict)}});
  const bool delivered = verdict.state == domain::DeliveryState::delivered;
  if (!delivered && !endpoint.failing_since) endpoint.failing_since = now;
  if (delivered) endpoint.failing_since.reset();
  endpoint.failures = delivered ? 0 : endpoint.failures + 1;
  return kept && *kept && !verdict.disable && verdict.not_before <= clock_.now();
}

}  // namespace badgewatch::app
