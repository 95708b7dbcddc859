#include "api/invitation.hpp"

#include "access/api_key.hpp"
#include "access/csrf.hpp"
#include "access/session_token.hpp"
#include "access/totp.hpp"
#include "api/answers.hpp"
#include "api/factor_json.hpp"
#include "api/sign_in.hpp"

namespace badgewatch::api {

namespace {

core::Result<ports::Officer> invited(Context& context, const http::Request& request,
                                     const core::Json& json) {
  if (auto own = access::check_same_origin(request.head, context.sign_in.public_url); !own)
    return own.error();
  const auto* member = json.find("invitation");
  const auto* text = member == nullptr ? nullptr : member->string();
  std::optional<ports::Officer> officer;
  if (text != nullptr && access::is_session_token(*text)) {
    auto found = context.sign_in.accounts.invited(access::hash_of(*text));
    if (!found) return found.error();
    officer = std::move(*found);
  }
  if (officer) return std::move(*officer);
  return core::Error(core::Errc::unauthenticated,
                     "This invitation is not in force. Ask your administrator for another.");
}

}  // namespace

http::Response post_invitation(Context& context, const http::Request& request) {
  const auto json = json_body(request);
  if (!json) return http::problem(json.error());
  const auto officer = invited(context, request, *json);
  if (!officer) return http::problem(officer.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  (void)reader.member("invitation");
  const auto password = secret_member(reader, "password");
  if (problems.empty()) check_new_password(reader, "password", password, *officer);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto hash = context.sign_in.passwords.hash(password);
  if (!hash) return http::problem(hash.error());
  const auto secret = access::new_totp_secret(context.randomness);
  const auto proposed = context.sign_in.accounts.propose(*officer, {*hash, secret, {}});
  if (!proposed) return http::problem(proposed.error());
  return json_answer(201, totp_json(secret, officer->username));
}

http::Response post_invitation_confirmation(Context& context, const http::Request& request) {
  const auto json = json_body(request);
  if (!json) return http::problem(json.error());
  const auto officer = invited(context, request, *json);
  if (!officer) return http::problem(officer.error());
  return confirm_factors(context, request, *officer, {}, "invitation_accepted");
}

}  // namespace badgewatch::api
