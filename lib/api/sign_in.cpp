#include "api/sign_in.hpp"

#include "access/api_key.hpp"
#include "access/csrf.hpp"
#include "access/session_token.hpp"
#include "api/acting_for.hpp"
#include "api/answers.hpp"
#include "api/session_json.hpp"
#include "core/text.hpp"
#include "http/cookie.hpp"

namespace badgewatch::api {

namespace {

using Kind = access::SignInOutcome::Kind;

constexpr std::size_t longest_secret = 1024;
constexpr std::size_t longest_program = 200;

std::optional<std::string> single_cookie(const http::Request& request, std::string_view name) {
  const auto found = http::cookies(request.head.headers, name);
  if (found.size() != 1 || !access::is_session_token(found.front())) return {};
  return std::string(found.front());
}

struct Sent {
  access::SignInAttempt attempt;
  std::optional<std::string> session;
};

core::Result<Sent> read(const http::Request& request) {
  const auto json = json_body(request);
  if (!json) return json.error();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  Sent sent;
  sent.attempt.username = reader.string("username");
  sent.attempt.password = secret_member(reader, "password");
  sent.attempt.code = reader.optional_string("code").value_or("");
  sent.attempt.recovery_code = reader.optional_string("recovery_code").value_or("");
  if (sent.attempt.code.empty() == sent.attempt.recovery_code.empty())
    reader.problem("code", "or recovery_code is needed, and not both");
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  sent.attempt.address = request.head.peer;
  sent.attempt.device = single_cookie(request, access::device_cookie_name).value_or("");
  sent.session = single_cookie(request, access::session_cookie_name);
  return sent;
}

http::Response refused(Context& context, const access::SignInOutcome& outcome,
                       std::string_view cause) {
  std::optional<ports::Caller> meant;
  if (outcome.officer) meant = app::caller_of(*outcome.officer);
  const bool too_many = outcome.kind == Kind::too_many;
  const auto kind = too_many ? "sign_in_too_often" : "sign_in_refused";
  // What is not in the log is not answered.
  if (auto logged = context.trace.not_proven(meant, kind, cause, too_many); !logged)
    return http::problem(logged.error());
  if (too_many) return too_many_tries(outcome.wait);
  return not_proven(
      "The username, the password or the code is wrong, or the code was used before.");
}

}  // namespace

std::string program_of(const http::Request& request) {
  std::string program;
  for (const char c : http::header(request.head.headers, "User-Agent").substr(0, longest_program))
    if (c >= ' ' && c <= '~') program += c;
  return program;
}

http::Response not_proven(std::string_view detail) {
  return http::problem({core::Errc::unauthenticated, std::string(detail)});
}

http::Response too_many_tries(std::chrono::microseconds wait) {
  auto response = http::problem(
      {core::Errc::too_many_requests, "There were too many tries from here. Wait, and try again."});
  std::erase_if(response.headers,
                [](const auto& one) { return http::same_name(one.first, "Retry-After"); });
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

core::Secret secret_member(core::JsonReader& reader, std::string_view name) {
  const auto* member = reader.required_member(name);
  if (member == nullptr) return {};
  const auto* text = member->string();
  if (text == nullptr || text->empty() || text->size() > longest_secret) {
    reader.problem(name, "must be text of at most " + std::to_string(longest_secret) + " bytes");
    return {};
  }
  return core::Secret(*text);
}

http::Response post_session(Context& context, const http::Request& request) {
  auto& parts = context.sign_in;
  // So that no other site signs somebody in under an account of its own.
  if (auto own = access::check_same_origin(request.head, parts.public_url); !own)
    return http::problem(own.error());
  auto sent = read(request);
  if (!sent) return http::problem(sent.error());
  auto outcome = parts.local.prove(sent->attempt);
  if (!outcome) return http::problem(outcome.error());
  if (outcome->kind != Kind::proven) return refused(context, *outcome, outcome->cause);

  const auto token = access::new_session_token(context.randomness);
  http::Headers headers{{"Set-Cookie", access::session_cookie(token)}};
  if (sent->attempt.device.empty()) {
    const auto device = access::new_session_token(context.randomness);
    outcome->places.push_back(access::LocalSignIn::device_place(device.reveal()));
    headers.emplace_back("Set-Cookie", access::device_cookie(device));
  }
  const app::Begin begin{
      .officer = *outcome->officer,
      .method = outcome->used.recovery_code ? "recovery_code" : "password",
      .token_hash = access::hash_of(token.reveal()),
      .used = outcome->used,
      .places = outcome->places,
      .ended = sent->session ? std::optional(access::hash_of(*sent->session)) : std::nullopt,
      .address = request.head.peer,
      .program = program_of(request)};
  const auto session = parts.accounts.begin_session(begin);
  if (!session && session.error().code() != core::Errc::not_found)
    return http::problem(session.error());
  if (!session || !*session) {
    outcome->kind = Kind::refused;
    return refused(context, *outcome, session ? "used_code" : "disabled");
  }
  parts.local.succeeded(*outcome);
  context.metrics.count("badgewatch_sign_ins_total", {{"outcome", "signed_in"}});
  return json_answer(
      201,
      signed_in_json(*outcome->officer,
                     acting_code(*context.reference.get(), outcome->officer->authority,
                                 context.today(), outcome->officer->id),
                     **session, parts.accounts.rules(), access::csrf_token_of(token.reveal())),
      std::move(headers));
}

}  // namespace badgewatch::api
