#include "api/keys.hpp"

#include "access/api_key.hpp"
#include "api/answers.hpp"
#include "api/credential_json.hpp"

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

}  // namespace

http::Response get_keys(Context& context, const Call& call) {
  const auto keys = context.credentials.keys(call.caller());
  if (!keys) return http::problem(keys.error());
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
  // An answer that could come again would have to be kept, and with it the key.
  if (!http::header(call.request.head.headers, "Idempotency-Key").empty())
    return http::problem({core::Errc::malformed,
                          "A key is shown once, so this call takes no Idempotency-Key. Where its "
                          "answer was lost, revoke that key and make another."});
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto wanted = read_credential_wanted(reader);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto made =
      access::make_key(call.caller().authority, wanted, context.clock, context.randomness);
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
