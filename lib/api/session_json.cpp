#include "api/session_json.hpp"

#include "api/credential_json.hpp"

namespace badgewatch::api {

namespace {

std::optional<std::string> text_of(const std::optional<core::Instant>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

core::Instant later(core::Instant at, std::chrono::seconds time) {
  return {at.micros + std::chrono::microseconds(time).count()};
}

void write_authority(core::JsonWriter& out, const std::string& authority) {
  out.member("authority", authority.empty() ? std::optional<std::string>() : authority);
}

}  // namespace

std::string signed_in_json(const ports::Officer& officer, const std::string& acting_for,
                           const ports::OfficerSession& session, const app::SignInRules& rules,
                           const std::string& csrf_token) {
  core::JsonWriter out;
  out.begin_object().key("officer").begin_object();
  out.member("id", officer.id.text()).member("username", officer.username);
  out.member("name", officer.name);
  write_authority(out, acting_for);
  if (acting_for != officer.authority) out.member("former", officer.authority);
  write_texts(out, "roles", officer.roles);
  out.end_object();
  out.member("session", session.id.text()).member("method", session.method);
  out.member("began_at", core::to_text(session.began_at));
  out.member("ends_at", core::to_text(session.ends_at));
  out.member("idle_seconds", std::int64_t{rules.idle.count()});
  std::optional<core::Instant> fresh_until;
  if (session.second_factor_at) fresh_until = later(*session.second_factor_at, rules.fresh);
  out.member("second_factor_fresh_until", text_of(fresh_until));
  out.member("csrf_token", csrf_token).end_object();
  return std::move(out).take();
}

void write_session(core::JsonWriter& out, const ports::OfficerSession& session, bool is_this) {
  out.begin_object().member("id", session.id.text()).member("this_one", is_this);
  out.member("method", session.method).member("address", session.address);
  out.member("program", session.program);
  out.member("began_at", core::to_text(session.began_at));
  out.member("seen_at", core::to_text(session.seen_at));
  out.member("ends_at", core::to_text(session.ends_at)).end_object();
}

void write_officer(core::JsonWriter& out, const ports::Officer& officer) {
  out.member("id", officer.id.text());
  out.member("username", officer.username.empty() ? std::optional<std::string>()
                                                  : std::optional(officer.username));
  out.member("name", officer.name);
  write_texts(out, "roles", officer.roles);
  out.member("created_at", core::to_text(officer.created_at));
  out.member("disabled_at", text_of(officer.disabled_at));
  out.member("last_sign_in_at", text_of(officer.last_sign_in_at));
  out.member("invited_until", text_of(officer.invited_until));
}

}  // namespace badgewatch::api
