#include "api/officers.hpp"

#include "access/api_key.hpp"
#include "access/officer_making.hpp"
#include "access/session_token.hpp"
#include "api/answers.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "api/session_json.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

core::Error no_officer() {
  return {core::Errc::not_found, "There is no such officer of yours."};
}

struct Invited {
  ports::Invitation invitation;
  core::Secret secret;
};

Invited new_invitation(Context& context) {
  Invited made;
  made.secret = access::new_session_token(context.randomness);
  const auto time = std::chrono::microseconds(context.sign_in.accounts.rules().invitation);
  made.invitation = {access::hash_of(made.secret.reveal()),
                     {context.clock.now().micros + time.count()}};
  return made;
}

std::vector<std::string> read_roles(core::JsonReader& reader) {
  std::vector<std::string> roles;
  const auto* list = reader.optional_array("roles", access::role_names.size());
  if (list == nullptr) return roles;
  for (const auto& one : *list)
    roles.push_back(one.string() == nullptr ? std::string() : *one.string());
  return roles;
}

// A key keeps officers, but neither makes nor changes one who could make more of both: who steals
// it must not outlive its end. That takes a person.
core::Result<void> check_reach(const Call& call, const std::vector<std::string>& roles) {
  const auto administers = access::name_of(access::Role::data_administrator);
  const bool reaches = std::find(roles.begin(), roles.end(), administers) != roles.end();
  if (!reaches || call.credential.is_person()) return {};
  return core::Error(core::Errc::forbidden,
                     "Data administrators are kept by a data administrator who is signed in, or "
                     "by the register's operator, and by no key.");
}

core::Result<ports::Officer> changed(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return no_officer();
  auto officer = context.sign_in.accounts.officer(call.caller(), *id);
  if (!officer) return officer;
  if (auto may = check_reach(call, officer->roles); !may) return may.error();
  return officer;
}

http::Response officer_answer(int status, const ports::Officer& officer,
                              const core::Secret* invitation = nullptr) {
  core::JsonWriter out;
  out.begin_object();
  write_officer(out, officer);
  if (invitation != nullptr) out.member("invitation", invitation->reveal());
  out.end_object();
  return json_answer(status, std::move(out).take(),
                     {{"Location", "/v1/officers/" + officer.id.text()}});
}

}  // namespace

http::Response get_officers(Context& context, const Call& call) {
  const auto officers = context.sign_in.accounts.officers(call.caller());
  if (!officers) return http::problem(officers.error());
  core::JsonWriter out;
  out.begin_object().key("officers").begin_array();
  for (const auto& officer : *officers) {
    out.begin_object();
    write_officer(out, officer);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_officer(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  access::OfficerWanted wanted;
  wanted.username = reader.string("username");
  wanted.name = reader.string("name");
  wanted.roles = read_roles(reader);
  if (problems.empty()) access::check_wanted(wanted, call.caller().authority, problems);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  if (auto may = check_reach(call, wanted.roles); !may) return http::problem(may.error());

  auto officer =
      access::make_officer(call.caller().authority, wanted, context.clock, context.randomness);
  const auto invited = new_invitation(context);
  officer.invited_until = invited.invitation.until;
  const auto added = context.sign_in.accounts.add(call.caller(), officer, invited.invitation);
  if (!added) return http::problem(added.error());
  return officer_answer(201, officer, &invited.secret);
}

http::Response get_officer(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_officer());
  const auto officer = context.sign_in.accounts.officer(call.caller(), *id);
  if (!officer) return http::problem(officer.error());
  auto logged = context.nation.register_calls.looks.note(call.caller(), "officer_read", *id, 1);
  if (!logged) return http::problem(logged.error());
  return officer_answer(200, *officer);
}

http::Response put_officer_roles(Context& context, const Call& call) {
  auto officer = changed(context, call);
  if (!officer) return http::problem(officer.error());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto roles = read_roles(reader);
  if (problems.empty()) access::check_roles(roles, call.caller().authority, problems);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  if (auto may = check_reach(call, roles); !may) return http::problem(may.error());
  const auto done = context.sign_in.accounts.set_roles(call.caller(), officer->id, roles);
  if (!done) return http::problem(done.error());
  officer->roles = roles;
  return officer_answer(200, *officer);
}

http::Response post_officer_invitation(Context& context, const Call& call) {
  auto officer = changed(context, call);
  if (!officer) return http::problem(officer.error());
  if (officer->disabled_at || officer->username.empty())
    return http::problem({core::Errc::conflict,
                          "That officer is disabled, or has no account of the register's own."});
  const auto invited = new_invitation(context);
  const auto done = context.sign_in.accounts.reset(call.caller(), officer->id, invited.invitation);
  if (!done) return http::problem(done.error());
  officer->invited_until = invited.invitation.until;
  return officer_answer(201, *officer, &invited.secret);
}

http::Response post_officer_enable(Context& context, const Call& call) {
  auto officer = changed(context, call);
  if (!officer) return http::problem(officer.error());
  const bool is_local = !officer->username.empty();
  const auto invited = new_invitation(context);
  const auto done = context.sign_in.accounts.enable(
      call.caller(), officer->id, is_local ? std::optional(invited.invitation) : std::nullopt);
  if (!done) return http::problem(done.error());
  const auto enabled = context.sign_in.accounts.officer(call.caller(), officer->id);
  if (!enabled) return http::problem(enabled.error());
  return officer_answer(200, *enabled, is_local ? &invited.secret : nullptr);
}

http::Response delete_officer_sessions(Context& context, const Call& call) {
  const auto officer = changed(context, call);
  if (!officer) return http::problem(officer.error());
  const auto done = context.nation.register_calls.session_ends.end_all(call.caller(), officer->id);
  if (!done) return http::problem(done.error());
  return {.status = 204, .headers = {}, .body = {}};
}

http::Response delete_officer(Context& context, const Call& call) {
  const auto officer = changed(context, call);
  if (!officer) return http::problem(officer.error());
  if (call.credential.signed_in && officer->id == call.credential.signed_in->officer)
    return http::problem({core::Errc::conflict, "You cannot disable yourself: ask another."});
  const auto done = context.sign_in.accounts.disable(call.caller(), officer->id);
  if (!done) return http::problem(done.error());
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace badgewatch::api
