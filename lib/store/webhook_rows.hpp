// What of a webhook is sealed: its address and its keys.
#pragma once

#include "ports/webhooks.hpp"
#include "store/sealing.hpp"
#include "store/wire.hpp"

namespace badgewatch::store {

struct WebhookContent {
  core::Secret url;
  std::vector<ports::WebhookKey> keys;
};

// Sealed under a new data key, wrapped by `generation` of the master key.
SealedValue seal_webhook(const Sealer& sealer, const ports::Webhook& webhook);
core::Result<WebhookContent> open_webhook(const Sealer& sealer, const std::string& authority,
                                          const core::Uuid& id, std::int16_t key_version,
                                          core::ByteView data_key, core::ByteView content);

}  // namespace badgewatch::store
