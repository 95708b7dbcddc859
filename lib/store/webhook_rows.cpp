#include "store/webhook_rows.hpp"

#include "core/json.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::store {

namespace {

SealedPlace place_of(std::string_view authority, const core::Uuid& id) {
  return {.table = "webhook", .authority = authority, .id = id, .version = 1};
}

core::Error unreadable() {
  return {core::Errc::internal, "A stored webhook cannot be read."};
}

core::Result<WebhookContent> read_content(const std::string& text) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  WebhookContent content;
  content.url = core::Secret(reader.string("url", 4'000));
  const auto* keys = reader.optional_array("keys", 8);
  if (keys == nullptr) return unreadable();
  for (const auto& one : *keys) {
    core::JsonReader its(one, "", problems);
    const auto secret = core::from_base64(its.string("secret"));
    if (!secret) return unreadable();
    ports::WebhookKey key;
    key.secret = core::Secret(std::string(core::as_text(*secret)));
    const auto until = its.optional_string("until");
    if (until) {
      core::Instant instant;
      if (!core::parse_instant(*until, instant)) return unreadable();
      key.until = instant;
    }
    content.keys.push_back(std::move(key));
  }
  if (!problems.empty() || content.keys.empty()) return unreadable();
  return content;
}

}  // namespace

SealedValue seal_webhook(const Sealer& sealer, const ports::Webhook& webhook) {
  core::JsonWriter out;
  out.begin_object().member("url", webhook.url.reveal()).key("keys").begin_array();
  for (const auto& key : webhook.keys) {
    out.begin_object().member("secret", core::base64(core::as_bytes(key.secret.reveal())));
    if (key.until) out.member("until", core::to_text(*key.until));
    out.end_object();
  }
  out.end_array().end_object();
  return sealer.seal_new(place_of(webhook.authority, webhook.id), out.text());
}

core::Result<WebhookContent> open_webhook(const Sealer& sealer, const std::string& authority,
                                          const core::Uuid& id, std::int16_t key_version,
                                          core::ByteView data_key, core::ByteView content) {
  const auto text = sealer.open(data_key, key_version, place_of(authority, id), content);
  if (!text) return text.error();
  return read_content(*text);
}

}  // namespace badgewatch::store
