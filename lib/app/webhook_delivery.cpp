#include "app/webhook_delivery.hpp"

#include "app/delivery_attempt.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"
#include "proof/webhook_signature.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <vector>

namespace badgewatch::app {

namespace {

constexpr std::size_t longest_answer = 64UL * 1024;
constexpr std::size_t much = 4;            // messages that are worth connections of their own
constexpr std::size_t kept_together = 16;  // at most: what is sent again where the sender dies

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

bool is_delivered(const ports::AttemptMade& made) {
  return made.verdict.state == domain::DeliveryState::delivered;
}

void note_attempt(domain::EndpointSoFar& endpoint, const ports::AttemptMade& made) {
  if (is_delivered(made))
    endpoint.failing_since.reset();
  else if (!endpoint.failing_since)
    endpoint.failing_since = made.at;
  endpoint.failures = is_delivered(made) ? 0 : endpoint.failures + 1;
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

ports::AttemptMade WebhookDelivery::attempt(const ports::ClaimedWebhook& webhook,
                                            const ports::DueMessage& message,
                                            const domain::EndpointSoFar& endpoint,
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
  metrics_.count("badgewatch_webhook_deliveries_total", {{"result", metric_of(verdict)}});
  return {.message = message,
          .at = now,
          .took = took,
          .status = attempted.status,
          .result = result_of(reply, verdict),
          .verdict = verdict};
}

bool WebhookDelivery::keep(const ports::ClaimedWebhook& webhook, const ports::AttemptMade& made) {
  const auto kept = outbox_.complete(webhook, made);
  return kept && *kept && !made.verdict.disable && made.verdict.not_before <= clock_.now();
}

// Some connections' threads take from what waits, each the next message, until none is left or one
// was not taken.
class WebhookDelivery::Burst {
public:
  Burst(WebhookDelivery& delivery, const ports::ClaimedWebhook& webhook,
        std::span<const ports::DueMessage> messages, domain::EndpointSoFar& endpoint,
        const std::function<bool()>& stopping)
      : delivery_(delivery),
        webhook_(webhook),
        messages_(messages),
        endpoint_(endpoint),
        stopping_(stopping) {}

  // Whether more is to be sent there now.
  bool send(const Connect& connect, std::size_t connections) {
    // What one of them throws comes out here, when all have ended.
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < connections; ++i)
      others.push_back(std::async(std::launch::async, [this, &connect] { send_over(*connect()); }));
    send_over(*connect());
    for (auto& other : others)
      other.get();
    keep_delivered();
    return goes_on_;
  }

private:
  void send_over(ports::Sender& sender) {
    std::unique_lock lock(mutex_);
    while (goes_on_ && next_ < messages_.size()) {
      if (stopping_()) goes_on_ = false;
      if (!goes_on_) return;
      const auto& message = messages_[next_++];
      const auto endpoint = endpoint_;
      lock.unlock();
      auto made = delivery_.attempt(webhook_, message, endpoint, sender);
      lock.lock();
      note_attempt(endpoint_, made);
      if (is_delivered(made)) {
        delivered_.push_back(std::move(made));
        if (delivered_.size() == kept_together) keep_delivered();
        continue;
      }
      // Behind those that ended before it.
      keep_delivered();
      goes_on_ = delivery_.keep(webhook_, made) && goes_on_;
    }
  }

  void keep_delivered() {
    if (delivered_.empty()) return;
    const auto kept = delivery_.outbox_.complete_delivered(webhook_, delivered_);
    goes_on_ = kept && *kept && goes_on_;
    delivered_.clear();
  }

  WebhookDelivery& delivery_;
  const ports::ClaimedWebhook& webhook_;
  const std::span<const ports::DueMessage> messages_;
  domain::EndpointSoFar& endpoint_;
  const std::function<bool()>& stopping_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  bool goes_on_ = true;
  std::vector<ports::AttemptMade> delivered_;  // not kept yet
};

void WebhookDelivery::send_due(const ports::ClaimedWebhook& webhook, const Connect& connect,
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
    goes_on = send(webhook, due->messages, due->endpoint, connect, stopping, sent > 0);
    sent += due->messages.size();
  }
  (void)outbox_.release(webhook);
}

bool WebhookDelivery::send(const ports::ClaimedWebhook& webhook,
                           std::span<const ports::DueMessage> messages,
                           domain::EndpointSoFar& endpoint, const Connect& connect,
                           const std::function<bool()>& stopping, bool has_taken) {
  {
    const auto sender = connect();
    while (!messages.empty()) {
      if (has_taken && options_.connections > 1 && messages.size() >= much) break;
      if (stopping()) return false;
      const auto made = attempt(webhook, messages.front(), endpoint, *sender);
      note_attempt(endpoint, made);
      if (!keep(webhook, made)) return false;
      has_taken = is_delivered(made);
      messages = messages.subspan(1);
    }
  }
  if (messages.empty()) return true;
  return Burst(*this, webhook, messages, endpoint, stopping).send(connect, options_.connections);
}

}  // namespace badgewatch::app
