#include "api/keys.hpp"

#include "access/api_key.hpp"
#include "api/answers.hpp"
#include "api/credential_json.hpp"
#include "http/idempotency.hpp"
#include "proof/hash.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

std::optional<std::string> text_of(const std::optional<core::Instant>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

void write_key(core::JsonWriter& out, const ports::ApiKey& key) {
  out.member("id", key.id.text()).member("name", key.name).member("prefix", key.prefix);
  write_texts(out, "scopes", key.scopes);
  write_texts(out, "networks", key.networks);
  out.member("created_at", core::to_text(key.created_at));
  out.member("revoked_at", text_of(key.revoked_at));
  out.member("import_until", text_of(key.import_until));
  out.member("last_used_at", text_of(key.last_used_at));
}

// The same for the same Idempotency-Key: an answer that could come again would have to be kept, and
// with it the key, so the second of two requests finds that the key is there and is refused.
core::Uuid id_under(const std::string& authority, const std::string& once) {
  const auto hash =
      proof::sha256({core::as_bytes("api key"), core::as_bytes("\n"), core::as_bytes(authority),
                     core::as_bytes("\n"), core::as_bytes(once)});
  core::Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);  // version 8: RFC 9562
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

}  // namespace

http::Response get_keys(Context& context, const Call& call) {
  const auto keys = context.credentials.keys(call.caller());
  if (!keys) return http::problem(keys.error());
  auto logged = context.trace.listed(call.caller(), "keys_listed", 0, keys->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("keys").begin_array();
  for (const auto& key : *keys) {
    out.begin_object();
    write_key(out, key);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_key(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto once = http::read_idempotency_key(call.request.head.headers);
  if (!once) return http::problem(once.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto wanted = read_credential_wanted(reader);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  auto made = access::make_key(call.caller().authority, wanted, context.clock, context.randomness);
  if (*once) made.key.id = id_under(call.caller().authority, **once);
  const auto added =
      context.credentials.add_key(call.caller(), made.key, access::hash_of(made.secret.reveal()));
  if (!added) return http::problem(added.error());
  core::JsonWriter out;
  out.begin_object();
  write_key(out, made.key);
  out.member("key", made.secret.reveal()).end_object();
  return json_answer(201, std::move(out).take(), {{"Location", "/v1/keys/" + made.key.id.text()}});
}

http::Response delete_key(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such key of yours."});
  const auto revoked = context.credentials.revoke_key(call.caller(), *id);
  if (!revoked) return http::problem(revoked.error());
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace badgewatch::api
