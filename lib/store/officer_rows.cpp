#include "store/officer_rows.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement set_officers{"set_officers",
                                 "select set_config('badgewatch.officers', 'of:' || $1, true)"};
// Steps that are long past are refused by the clock.
constexpr Statement use_totp_step{
    "use_totp_step",
    "update officer"
    " set totp_used = array(select s from unnest(totp_used) as s where abs(s - $3) <= 5) || $3"
    " where authority = $1 and id = $2 and not $3 = any(totp_used)"};
constexpr Statement use_recovery_code{
    "use_recovery_code",
    "update officer_recovery_code set used_at = $4"
    " where authority = $1 and officer = $2 and code_hash = $3 and used_at is null"};
constexpr Statement end_officer_sessions{
    "end_officer_sessions",
    "delete from officer_session"
    " where authority = $1 and officer = $2 and id is distinct from $3"};

std::string member_of(const core::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  const auto* text = member == nullptr ? nullptr : member->string();
  return text == nullptr ? "" : *text;
}

}  // namespace

core::Result<Lease> begin_with_officers_of(Context& context, const std::string& authority) {
  auto lease = context.access.lease();
  if (!lease) return lease;
  if (auto begun = (*lease)->script("begin", "begin isolation level read committed"); !begun)
    return begun.error();
  if (auto set = (*lease)->run(set_officers, Parameters().text(authority)); !set)
    return set.error();
  return lease;
}

bool is_operators(const proof::Leaf& leaf) {
  return leaf.event.actor == "operator" || leaf.event.actor.starts_with("operator:");
}

SealedPlace officer_place(std::string_view authority, const core::Uuid& id) {
  return {.table = "officer", .authority = authority, .id = id, .version = 1};
}

core::Hash username_index(const Sealer& sealer, const std::string& username) {
  return sealer.blind("officer username", {username});
}

core::Hash identity_index(const Sealer& sealer, const std::string& authority,
                          const ports::ProviderIdentity& identity) {
  return sealer.blind("officer identity", {authority, identity.issuer, identity.subject});
}

core::Hash recovery_code_hash(const Sealer& sealer, const core::Uuid& officer,
                              const core::Hash& code) {
  return sealer.blind("recovery code", {officer.text(), core::as_text(code)});
}

std::string officer_content(const ports::Officer& officer) {
  core::JsonWriter out;
  out.begin_object().member("name", officer.name).member("username", officer.username);
  if (officer.identity)
    out.member("issuer", officer.identity->issuer).member("subject", officer.identity->subject);
  return std::move(out.end_object()).take();
}

core::Result<ports::Officer> officer_of(const Rows& rows, int row, const Sealer& sealer,
                                        int first) {
  ports::Officer officer;
  officer.id = rows.at<core::Uuid>(row, first);
  officer.authority = rows.at<std::string>(row, first + 1);
  officer.roles = words_of(rows.at<std::string>(row, first + 2));
  officer.created_at = rows.at<core::Instant>(row, first + 3);
  officer.disabled_at = rows.maybe<core::Instant>(row, first + 4);
  officer.last_sign_in_at = rows.maybe<core::Instant>(row, first + 5);
  officer.has_password = rows.at<bool>(row, first + 6);
  officer.has_totp = rows.at<bool>(row, first + 7);
  officer.invited_until = rows.maybe<core::Instant>(row, first + 8);
  const auto content =
      sealer.open(rows.raw(row, first + 10), rows.at<std::int16_t>(row, first + 9),
                  officer_place(officer.authority, officer.id), rows.raw(row, first + 11));
  if (!content) return content.error();
  const auto json = core::parse_json(*content);
  if (!json) return core::Error(core::Errc::internal, "A stored officer cannot be read.");
  officer.name = member_of(*json, "name");
  officer.username = member_of(*json, "username");
  if (json->find("issuer") != nullptr)
    officer.identity = {member_of(*json, "issuer"), member_of(*json, "subject")};
  return officer;
}

core::Result<bool> use_factor(Session& session, const Sealer& sealer, const std::string& authority,
                              const core::Uuid& officer, const ports::UsedFactor& used,
                              core::Instant at) {
  const auto of_officer = [&] { return Parameters().text(authority).add(officer); };
  if (used.totp_step) {
    const auto done = session.run(use_totp_step, of_officer().add(*used.totp_step));
    if (!done) return done.error();
    if (done->affected() == 0) return false;
  }
  if (used.recovery_code) {
    const auto hash = recovery_code_hash(sealer, officer, *used.recovery_code);
    const auto done = session.run(use_recovery_code, of_officer().bytes(hash).add(at));
    if (!done) return done.error();
    if (done->affected() == 0) return false;
  }
  return true;
}

core::Result<void> end_sessions(Session& session, const std::string& authority,
                                const core::Uuid& officer, const std::optional<core::Uuid>& kept) {
  auto done =
      session.run(end_officer_sessions, Parameters().text(authority).add(officer).add(kept));
  if (!done) return done.error();
  return {};
}

}  // namespace badgewatch::store
