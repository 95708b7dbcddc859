#include "api/session.hpp"

#include "access/api_key.hpp"
#include "access/session_token.hpp"
#include "access/totp.hpp"
#include "api/acting_for.hpp"
#include "api/answers.hpp"
#include "api/factor_json.hpp"
#include "api/identity_providers.hpp"
#include "api/session_json.hpp"
#include "api/sign_in.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

using Kind = access::SignInOutcome::Kind;

core::Error no_session() {
  return {core::Errc::not_found, "There is no such session of yours."};
}

const access::SignedIn& signed_in(const Call& call) {
  return call.credential.signed_in.value();
}

core::Result<ports::Officer> self(Context& context, const Call& call) {
  return context.sign_in.accounts.officer(call.caller(), signed_in(call).officer);
}

core::Result<ports::OfficerSession> this_session(Context& context, const Call& call) {
  const auto own = context.sign_in.accounts.sessions(call.caller());
  if (!own) return own.error();
  const auto found = std::find_if(
      own->begin(), own->end(), [&](const auto& one) { return one.id == signed_in(call).session; });
  if (found == own->end()) return no_session();
  return *found;
}

// Nothing where it was proven; else the answer.
std::optional<http::Response> refused(Context& context, const Call& call,
                                      const core::Result<access::SignInOutcome>& outcome,
                                      std::string_view detail) {
  if (!outcome) return http::problem(outcome.error());
  if (outcome->kind == Kind::proven) return {};
  const bool too_many = outcome->kind == Kind::too_many;
  const auto logged =
      context.trace.not_proven(call.caller(), "step_up_refused", outcome->cause, too_many);
  if (!logged) return http::problem(logged.error());
  if (too_many) return too_many_tries(outcome->wait);
  // The session is in force, so this is no 401.
  return http::problem({core::Errc::forbidden, std::string(detail)});
}

http::Response session_answer(Context& context, const Call& call, const std::string& csrf_token,
                              http::Headers headers = {}) {
  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  const auto session = this_session(context, call);
  if (!session) return http::problem(session.error());
  return json_answer(200,
                     signed_in_json(*officer,
                                    acting_code(*context.reference.get(), officer->authority,
                                                context.today(), officer->id),
                                    *session, context.sign_in.accounts.rules(), csrf_token),
                     std::move(headers));
}

http::Response no_local_account() {
  return http::problem({core::Errc::conflict,
                        "You have no account of the register's own: your identity provider keeps "
                        "your password and second factor."});
}

}  // namespace

http::Response get_session(Context& context, const Call& call) {
  return session_answer(context, call, signed_in(call).csrf_token);
}

http::Response delete_session(Context& context, const Call& call) {
  const auto session = this_session(context, call);
  const auto officer = self(context, call);
  const auto ended = context.sign_in.accounts.end_session(call.caller(), signed_in(call).session);
  if (!ended) return http::problem(ended.error());
  const auto elsewhere = session && officer && session->method == app::provider_method
                             ? provider_sign_out(context, *officer)
                             : std::string();
  if (!elsewhere.empty()) {
    core::JsonWriter out;
    out.begin_object().member("sign_out_at", elsewhere).end_object();
    return json_answer(200, std::move(out).take(),
                       {{"Set-Cookie", access::ended_session_cookie()}});
  }
  return {.status = 204, .headers = {{"Set-Cookie", access::ended_session_cookie()}}, .body = {}};
}

http::Response post_step_up(Context& context, const Call& call) {
  constexpr auto wrong = "The code is wrong, or was used before.";
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto code = reader.optional_string("code").value_or("");
  const auto recovery_code = reader.optional_string("recovery_code").value_or("");
  if (code.empty() == recovery_code.empty())
    reader.problem("code", "or recovery_code is needed, and not both");
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  auto outcome =
      context.sign_in.local.prove_code(*officer, signed_in(call).session, code, recovery_code);
  if (auto response = refused(context, call, outcome, wrong)) return std::move(*response);
  const auto token = access::new_session_token(context.randomness);
  const auto done = context.sign_in.accounts.step_up(
      call.caller(), signed_in(call).session, outcome->used, access::hash_of(token.reveal()));
  if (!done) return http::problem(done.error());
  if (!*done) {
    outcome->kind = Kind::refused;
    outcome->cause = "used_code";
    return refused(context, call, outcome, wrong).value();
  }
  context.sign_in.local.succeeded(*outcome);
  return session_answer(context, call, access::csrf_token_of(token.reveal()),
                        {{"Set-Cookie", access::session_cookie(token)}});
}

http::Response put_password(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto old_one = secret_member(reader, "password");
  const auto new_one = secret_member(reader, "new_password");
  reader.finish();
  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  if (!officer->has_password) return no_local_account();
  if (problems.empty()) check_new_password(reader, "new_password", new_one, *officer);
  if (problems.empty() && new_one.reveal() == old_one.reveal())
    reader.problem("new_password", "must be another one");
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto session = signed_in(call).session;
  const auto outcome = context.sign_in.local.prove_password(*officer, session, old_one);
  if (auto response = refused(context, call, outcome, "Your present password is not that one."))
    return std::move(*response);
  const auto hash = context.sign_in.passwords.hash(new_one);
  if (!hash) return http::problem(hash.error());
  const auto done = context.sign_in.accounts.set_password(*officer, *hash, session);
  if (!done) return http::problem(done.error());
  context.sign_in.local.succeeded(*outcome);
  return {.status = 204, .headers = {}, .body = {}};
}

http::Response post_totp(Context& context, const Call& call) {
  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  if (officer->username.empty()) return no_local_account();
  const auto secret = access::new_totp_secret(context.randomness);
  const auto proposed = context.sign_in.accounts.propose(*officer, {{}, secret, {}});
  if (!proposed) return http::problem(proposed.error());
  return json_answer(201, totp_json(secret, officer->username));
}

http::Response post_totp_confirmation(Context& context, const Call& call) {
  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  return confirm_factors(context, call.request, *officer, signed_in(call).session,
                         "second_factor_replaced");
}

http::Response post_recovery_codes(Context& context, const Call& call) {
  const auto officer = self(context, call);
  if (!officer) return http::problem(officer.error());
  if (!officer->has_totp) return no_local_account();
  const auto codes = access::new_recovery_codes(context.randomness);
  const auto done =
      context.sign_in.accounts.set_recovery_codes(*officer, access::recovery_code_hashes(codes));
  if (!done) return http::problem(done.error());
  return json_answer(201, recovery_codes_json(codes));
}

http::Response get_sessions(Context& context, const Call& call) {
  const auto own = context.sign_in.accounts.sessions(call.caller());
  if (!own) return http::problem(own.error());
  core::JsonWriter out;
  out.begin_object().key("sessions").begin_array();
  for (const auto& one : *own)
    write_session(out, one, one.id == signed_in(call).session);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response delete_session_of_mine(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_session());
  const auto ended = context.sign_in.accounts.end_session(call.caller(), *id);
  if (!ended) return http::problem(ended.error());
  http::Response response{.status = 204, .headers = {}, .body = {}};
  if (*id == signed_in(call).session)
    response.headers.emplace_back("Set-Cookie", access::ended_session_cookie());
  return response;
}

}  // namespace badgewatch::api
