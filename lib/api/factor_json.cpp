#include "api/factor_json.hpp"

#include "access/totp.hpp"
#include "api/answers.hpp"

namespace badgewatch::api {

std::string totp_json(const core::Secret& secret, const std::string& username) {
  core::JsonWriter out;
  out.begin_object().member("username", username);
  out.member("totp_secret", access::totp_base32(secret));
  out.member("otpauth_uri", access::otpauth_uri(secret, username)).end_object();
  return std::move(out).take();
}

std::string recovery_codes_json(const std::vector<core::Secret>& codes) {
  core::JsonWriter out;
  out.begin_object().key("recovery_codes").begin_array();
  for (const auto& code : codes)
    out.value(code.reveal());
  return std::move(out.end_array().end_object()).take();
}

void check_new_password(core::JsonReader& reader, std::string_view name,
                        const core::Secret& password, const ports::Officer& officer) {
  const auto fault = access::fault_of_password(password.reveal(),
                                               {officer.username, officer.name, officer.authority});
  if (fault) reader.problem(name, *fault);
}

http::Response confirm_factors(Context& context, const http::Request& request,
                               const ports::Officer& officer,
                               const std::optional<core::Uuid>& session, std::string kind) {
  const auto json = json_body(request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  if (!session) (void)reader.member("invitation");
  const auto code = reader.string("code");
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));

  const auto proposed = context.sign_in.accounts.proposed(officer);
  if (!proposed) return http::problem(proposed.error());
  if (proposed->totp_secret.empty())
    return http::problem({core::Errc::conflict, "There is no new second factor to be confirmed."});
  const auto step = access::totp_step_of(proposed->totp_secret, code, context.clock.now(), {});
  if (!step)
    return http::problem(core::invalid_fields({{"/code", "is not the code of the new secret"}}));
  const auto codes = access::new_recovery_codes(context.randomness);
  const auto done = context.sign_in.accounts.confirm(
      officer, *step, access::recovery_code_hashes(codes), session, std::move(kind));
  if (!done) return http::problem(done.error());
  if (!*done)
    return http::problem({core::Errc::conflict, "There is no new second factor to be confirmed."});
  return json_answer(201, recovery_codes_json(codes));
}

}  // namespace badgewatch::api
