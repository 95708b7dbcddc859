#include "badgewatchd/mail_work.hpp"

#include "client/target.hpp"
#include "send/smtp_sender.hpp"

namespace badgewatch::daemon {

namespace {

constexpr std::size_t sessions = 3;

app::MailDeliveryOptions delivery_options(const Config& config) {
  app::MailDeliveryOptions options;
  options.time = std::chrono::milliseconds(config.mail.timeout_ms);
  options.terms.disable_after = config.mail.disable_after_refusals;
  options.register_url = config.http.public_url;
  return options;
}

jobs::DeliveryJobOptions job_options(const Config& config) {
  jobs::DeliveryJobOptions options;
  options.name = "mail";
  options.threads = 4;
  options.threads_for_failing = 2;
  options.poll = std::chrono::milliseconds(500);
  options.kept = std::chrono::hours(24 * config.mail.kept_days);
  return options;
}

send::SmtpOptions smtp_options(const MailConfig& config) {
  return {
      .url = config.relay,
      .sender = config.sender,
      .username = config.username,
      .password = [file = config.password_file.string()] { return client::read_key_file(file); },
      .ca_file = config.ca_file.string()};
}

}  // namespace

MailDesk::MailDesk(const Config& config, store::Store& store, const app::ReferenceData& reference,
                   const core::Clock& clock, core::Randomness& randomness)
    : calls_(store.mail_addresses(), config.mail.is_on(), clock, randomness) {
  if (!config.mail.is_on()) return;
  letters_.emplace(store.new_letter_making(), reference, clock,
                   app::LetterMakingOptions{.digest_at = config.mail.digest_at});
  writing_.emplace(jobs::RepeatedOptions{.name = "letters"}, [this] { return letters_->step(); });
}

MailWork::MailWork(const Config& config, store::Store& store, core::Randomness& randomness,
                   core::Metrics& metrics)
    : outbox_(store.new_mail_outbox(std::chrono::milliseconds(config.mail.lease_ms), sessions)),
      delivery_(*outbox_, clock_, randomness, metrics, delivery_options(config)),
      job_(work(config), clock_, job_options(config)) {}

jobs::DeliveryWork MailWork::work(const Config& config) {
  return {.claim = [this, options = smtp_options(config.mail)](
                       ports::Lane lane, core::Instant now,
                       std::size_t limit) -> core::Result<std::vector<jobs::Errand>> {
            auto claimed = outbox_->claim(lane, now, limit);
            if (!claimed) return claimed.error();
            std::vector<jobs::Errand> errands;
            for (auto& one : *claimed)
              errands.emplace_back([this, options, address = std::move(one)](const auto& stopping) {
                send::SmtpSender relay(options);
                delivery_.send_due(address, relay, stopping);
              });
            return errands;
          },
          .forget = [this](core::Instant before) { return outbox_->forget(before); }};
}

std::unique_ptr<MailWork> mail_work(const Config& config, store::Store& store,
                                    core::Randomness& randomness, core::Metrics& metrics) {
  if (!config.mail.is_on()) return nullptr;
  return std::make_unique<MailWork>(config, store, randomness, metrics);
}

}  // namespace badgewatch::daemon
