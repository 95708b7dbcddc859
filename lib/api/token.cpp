#include "api/token.hpp"

#include "access/api_key.hpp"
#include "access/client_authentication.hpp"
#include "api/answers.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "http/form.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

constexpr std::int64_t token_seconds = 300;
constexpr std::string_view grant_type = "client_credentials";
constexpr std::string_view assertion_type =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

// RFC 6749 section 5.2.
http::Response refuse(int status, std::string_view error, std::string_view description) {
  core::JsonWriter out;
  out.begin_object().member("error", error).member("error_description", description).end_object();
  auto response = json_answer(status, std::move(out).take(), {{"Cache-Control", "no-store"}});
  if (status == 401)
    response.headers.emplace_back("www-authenticate", R"(Bearer realm="badgewatch")");
  return response;
}

http::Response refuse_client(Context& context) {
  context.metrics.count("badgewatch_tokens_total", {{"outcome", "refused"}});
  return refuse(401, "invalid_client", access::refused_client().detail());
}

// A client that proved itself is a known caller: what it is refused is in the log first.
http::Response logged_refusal(Context& context, const ports::Client& client,
                              std::string_view problem, http::Response response) {
  const auto logged = context.trace.refused({client.authority, client.id.text(), client.name},
                                            {.method = "POST",
                                             .route = "/v1/token",
                                             .subject = client.id,
                                             .status = response.status,
                                             .problem = problem});
  return logged ? std::move(response) : http::problem(logged.error());
}

// The scopes asked for, which must all be the client's; all of the client's where none are.
std::optional<std::vector<std::string>> granted(const ports::Client& client,
                                                std::optional<std::string_view> asked) {
  if (!asked) return client.scopes;
  std::vector<std::string> scopes;
  for (const auto one : core::split(*asked, ' ')) {
    const bool has =
        std::find(client.scopes.begin(), client.scopes.end(), one) != client.scopes.end();
    if (!has) return std::nullopt;
    if (std::find(scopes.begin(), scopes.end(), one) == scopes.end()) scopes.emplace_back(one);
  }
  return scopes;
}

// What must be so before it counts who asks; nothing when it is.
std::optional<http::Response> check_form(const http::Form& form) {
  const auto grant = form.find("grant_type");
  const auto type = form.find("client_assertion_type");
  if (!grant) return refuse(400, "invalid_request", "Send grant_type=client_credentials.");
  if (*grant != grant_type)
    return refuse(400, "unsupported_grant_type", "Only client_credentials is given here.");
  if (!type || *type != assertion_type || !form.find("client_assertion"))
    return refuse(400, "invalid_request",
                  "Send client_assertion, a JWT signed by the client, and client_assertion_type=" +
                      std::string(assertion_type) + ".");
  return std::nullopt;
}

http::Response token_answer(const core::Secret& secret, const std::vector<std::string>& scopes) {
  core::JsonWriter out;
  out.begin_object().member("access_token", secret.reveal()).member("token_type", "Bearer");
  out.member("expires_in", token_seconds).member("scope", core::join(scopes, " ")).end_object();
  return json_answer(200, std::move(out).take(), {{"Cache-Control", "no-store"}});
}

}  // namespace

http::Response post_token(Context& context, const http::Request& request) {
  if (!http::is_form(request.head.headers))
    return refuse(400, "invalid_request", "Send a form: application/x-www-form-urlencoded.");
  const auto form = http::parse_form(request.body);
  if (!form) return refuse(400, "invalid_request", form.error().detail());
  if (auto refusal = check_form(*form)) return std::move(*refusal);

  const auto proven =
      context.client_authentication.prove(*form->find("client_assertion"), request.head.peer);
  if (!proven)
    return proven.error().code() == core::Errc::unauthenticated ? refuse_client(context)
                                                                : http::problem(proven.error());
  const auto& client = proven->client;
  if (form->find("client_id").value_or(client.id.text()) != client.id.text())
    return logged_refusal(context, client, "another_client_id", refuse_client(context));
  const auto& certificate = request.head.certificate;
  if (client.certificate_bound && !certificate)
    return logged_refusal(context, client, "no_certificate", refuse_client(context));
  const auto scopes = granted(client, form->find("scope"));
  if (!scopes)
    return logged_refusal(
        context, client, "invalid_scope",
        refuse(400, "invalid_scope", "The client does not have all these scopes."));

  const auto now = context.clock.now();
  const auto secret = access::new_access_token(context.randomness);
  ports::AccessToken token{.client = client.id,
                           .authority = client.authority,
                           .scopes = *scopes,
                           .networks = client.networks,
                           .key = proven->key,
                           .issued_at = now,
                           .expires_at = {now.micros + token_seconds * 1'000'000}};
  if (certificate) token.certificate = certificate->thumbprint;
  const auto issued =
      context.credentials.issue(token, access::hash_of(secret.reveal()), proven->assertion);
  if (!issued) return http::problem(issued.error());
  if (!*issued) return logged_refusal(context, client, "used_assertion", refuse_client(context));
  context.metrics.count("badgewatch_tokens_total", {{"outcome", "given"}});
  return token_answer(secret, *scopes);
}

}  // namespace badgewatch::api
