#include "app/mail_delivery.hpp"

#include "app/delivery_attempt.hpp"
#include "app/mail_letter.hpp"
#include "core/log.hpp"

namespace badgewatch::app {

namespace {

void note_in(domain::EndpointSoFar& endpoint, const domain::Verdict& verdict, core::Instant now) {
  if (verdict.state == domain::DeliveryState::delivered) {
    endpoint = {};
    return;
  }
  if (!endpoint.failing_since) endpoint.failing_since = now;
  ++endpoint.failures;
  if (verdict.state == domain::DeliveryState::refused) ++endpoint.refusals;
}

}  // namespace

MailDelivery::MailDelivery(ports::MailOutbox& outbox, const core::Clock& clock,
                           core::Randomness& randomness, core::Metrics& metrics,
                           MailDeliveryOptions options)
    : outbox_(outbox),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      options_(std::move(options)) {}

void MailDelivery::send_due(const ports::ClaimedMailAddress& address, ports::Relay& relay,
                            const std::function<bool()>& stopping) {
  auto due = outbox_.due(address, clock_.now(), options_.batch);
  if (!due) {
    core::log(core::LogLevel::warning, "letters to a mail address not read",
              {{"reason", std::string_view(due.error().detail())}});
    return;  // the claim runs out by itself
  }
  for (const auto& letter : due->messages)
    if (stopping() || !send_one(address, letter, due->endpoint, relay)) break;
  (void)outbox_.release(address);
}

core::Result<ports::Letter> MailDelivery::write(const ports::ClaimedMailAddress& address,
                                                const ports::DueMessage& letter) {
  LetterText written;
  if (letter.type == ports::letter_with_code) {
    // A letter of a code that was confirmed meanwhile is gone: the next look finds none.
    if (!address.code) return core::Error(core::Errc::conflict, "There is no code any more.");
    written = letter_with_code(address.authority, *address.code, options_.register_url);
  } else if (letter.type == ports::letter_of_test) {
    written = letter_of_test(address.authority, options_.register_url);
  } else {
    const auto content = outbox_.content(address, letter, most_alerts_listed);
    if (!content) return content.error();
    written = letter_of_alerts(address.authority, *content, options_.register_url);
  }
  return ports::Letter{.id = letter.id,
                       .to = address.email,
                       .subject = std::move(written.subject),
                       .text = std::move(written.text),
                       .at = letter.at};
}

bool MailDelivery::send_one(const ports::ClaimedMailAddress& address,
                            const ports::DueMessage& letter, domain::EndpointSoFar& endpoint,
                            ports::Relay& relay) {
  const auto written = write(address, letter);
  if (!written) {
    core::log(core::LogLevel::warning, "a letter not written",
              {{"reason", std::string_view(written.error().detail())}});
    return false;
  }
  const auto now = clock_.now();
  const auto begun = std::chrono::steady_clock::now();
  const auto answered = relay.send(*written, options_.time);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  const auto verdict =
      domain::judge_letter(answered.answer, letter.attempts + 1, endpoint, options_.terms,
                           clock_.now(), drawn_chance(randomness_));
  const auto kept = outbox_.complete(address, {.message = letter,
                                               .at = now,
                                               .took = took,
                                               .status = answered.status,
                                               .result = answered.result,
                                               .verdict = verdict});
  metrics_.count("badgewatch_mail_deliveries_total", {{"result", metric_of(verdict)}});
  note_in(endpoint, verdict, now);
  return kept && *kept && !verdict.disable && verdict.not_before <= clock_.now();
}

}  // namespace badgewatch::app
