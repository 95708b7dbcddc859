#include "api/clients.hpp"

#include "access/public_key.hpp"
#include "api/answers.hpp"
#include "api/credential_json.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"

namespace badgewatch::api {

namespace {

// As RFC 8705 section 3.4 calls it.
constexpr std::string_view bound_member = "tls_client_certificate_bound_access_tokens";

core::Error no_client() {
  return {core::Errc::not_found, "There is no such client of yours."};
}

std::optional<std::string> text_of(const std::optional<core::Instant>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

void write_client(core::JsonWriter& out, const ports::Client& client) {
  out.begin_object().member("id", client.id.text()).member("name", client.name);
  write_texts(out, "scopes", client.scopes);
  write_texts(out, "networks", client.networks);
  out.member(bound_member, client.certificate_bound);
  out.key("jwks").raw(client.jwks);
  out.member("created_at", core::to_text(client.created_at));
  out.member("revoked_at", text_of(client.revoked_at));
  out.member("last_used_at", text_of(client.last_used_at)).end_object();
}

http::Response client_answer(int status, const ports::Client& client) {
  core::JsonWriter out;
  write_client(out, client);
  return json_answer(status, std::move(out).take(),
                     {{"Location", "/v1/clients/" + client.id.text()}});
}

struct Keys {
  std::string jwks;
  std::vector<core::Hash> thumbprints;
};

core::Result<Keys> read_keys(const core::Json& jwks) {
  const auto keys = access::read_public_keys(jwks);
  if (!keys) return keys.error();
  Keys read{access::write_public_keys(*keys), {}};
  for (const auto& key : *keys)
    read.thumbprints.push_back(key.thumbprint);
  return read;
}

}  // namespace

http::Response get_clients(Context& context, const Call& call) {
  const auto clients = context.credentials.clients(call.caller());
  if (!clients) return http::problem(clients.error());
  auto logged = context.trace.listed(call.caller(), "clients_listed", 0, clients->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("clients").begin_array();
  for (const auto& client : *clients)
    write_client(out, client);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_client(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto wanted = read_credential_wanted(reader);
  const auto bound = reader.optional_boolean(bound_member);
  Keys keys;
  if (const auto* jwks = reader.required_member("jwks")) {
    auto read = read_keys(*jwks);
    if (read)
      keys = std::move(*read);
    else
      reader.problem("jwks", read.error().detail());
  }
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  ports::Client client;
  client.id = core::new_uuid(context.clock, context.randomness);
  client.authority = call.caller().authority;
  client.name = wanted.name;
  client.scopes = wanted.scopes;
  client.networks = wanted.networks;
  client.certificate_bound = bound.value_or(false);
  client.jwks = std::move(keys.jwks);
  client.keys = std::move(keys.thumbprints);
  client.created_at = context.clock.now();
  const auto kept = context.credentials.add_client(call.caller(), client);
  if (!kept) return http::problem(kept.error());
  return client_answer(kept->is_new ? 201 : 200, kept->client);
}

http::Response get_client(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_client());
  const auto client = context.credentials.client(call.caller(), *id);
  if (!client) return http::problem(client.error());
  auto logged = context.nation.register_calls.looks.note(call.caller(), "client_read", *id, 1);
  if (!logged) return http::problem(logged.error());
  return client_answer(200, *client);
}

http::Response put_client_jwks(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_client());
  // Whether it is one's own comes first: a body tells nobody more.
  if (const auto client = context.credentials.client(call.caller(), *id); !client)
    return http::problem(client.error());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto keys = read_keys(*json);
  if (!keys) return http::problem(core::invalid_fields({{"/keys", keys.error().detail()}}));
  const auto client =
      context.credentials.replace_keys(call.caller(), *id, keys->jwks, keys->thumbprints);
  if (!client) return http::problem(client.error());
  return client_answer(200, *client);
}

http::Response delete_client(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_client());
  const auto revoked = context.credentials.revoke_client(call.caller(), *id);
  if (!revoked) return http::problem(revoked.error());
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace badgewatch::api
