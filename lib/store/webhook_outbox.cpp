#include "store/webhook_outbox.hpp"

#include "core/log.hpp"
#include "store/webhook_rows.hpp"

namespace badgewatch::store {

namespace {

const OutboxStatements& statements() {
  static const OutboxStatements made("webhook", "w.scheme, w.key_version, w.data_key, w.content",
                                     "0::bigint");
  return made;
}

}  // namespace

SqlWebhookOutbox::SqlWebhookOutbox(Context& context, std::chrono::milliseconds lease,
                                   std::size_t sessions)
    : context_(context), outbox_(context, statements(), lease, sessions) {}

core::Result<std::vector<ports::ClaimedWebhook>> SqlWebhookOutbox::claim(ports::Lane lane,
                                                                         core::Instant now,
                                                                         std::size_t limit) {
  const auto rows = outbox_.claim(lane, now, limit);
  if (!rows) return rows.error();
  std::vector<ports::ClaimedWebhook> claimed;
  for (int i = 0; i < rows->size(); ++i) {
    ports::ClaimedWebhook one{claim_in(*rows, i), {}, {}, {}};
    const auto scheme = domain::webhook_scheme_named(rows->at<std::string>(i, 3));
    auto content = open_webhook(context_.sealer, one.authority, one.id,
                                rows->at<std::int16_t>(i, 4), rows->raw(i, 5), rows->raw(i, 6));
    if (!content || !scheme) {
      // Its claim runs out, and it is tried again: another master key may be at hand by then.
      core::log(core::LogLevel::error, "a webhook's keys do not open",
                {{"webhook", std::string_view(one.id.text())}});
      continue;
    }
    one.scheme = *scheme;
    one.url = std::move(content->url);
    one.keys = std::move(content->keys);
    claimed.push_back(std::move(one));
  }
  return claimed;
}

}  // namespace badgewatch::store
