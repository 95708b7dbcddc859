#include "app/officer_accounts.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

namespace {

core::Error no_officer() {
  return {core::Errc::not_found, "There is no such officer of yours."};
}

core::Instant later(core::Instant at, std::chrono::seconds time) {
  return {at.micros + std::chrono::microseconds(time).count()};
}

std::string roles_detail(const std::vector<std::string>& roles) {
  core::JsonWriter out;
  out.begin_object().key("roles").begin_array();
  for (const auto& role : roles)
    out.value(role);
  return std::move(out.end_array().end_object()).take();
}

}  // namespace

ports::Caller caller_of(const ports::Officer& officer) {
  return {officer.authority, officer.id.text(), officer.name};
}

proof::Leaf OfficerAccounts::leaf(const ports::Caller& caller, std::string kind,
                                  const core::Uuid& subject, std::string detail) {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

core::Result<std::optional<ports::OfficerSession>> OfficerAccounts::begin_session(
    const Begin& wanted) {
  const auto now = clock_.now();
  ports::NewSession made;
  made.session = {.id = core::new_uuid(clock_, randomness_),
                  .officer = wanted.officer.id,
                  .authority = wanted.officer.authority,
                  .method = wanted.method,
                  .began_at = now,
                  .seen_at = now,
                  .ends_at = later(now, rules_.longest),
                  .second_factor_at = {},
                  .address = wanted.address,
                  .program = wanted.program};
  if (wanted.with_second_factor) made.session.second_factor_at = now;
  made.token_hash = wanted.token_hash;
  made.used = wanted.used;
  made.places = wanted.places;
  made.ended = wanted.ended;
  core::JsonWriter detail;
  detail.begin_object().member("method", wanted.method).end_object();
  const auto begun = sessions_.begin(made, leaf(caller_of(wanted.officer), "signed_in",
                                                made.session.id, std::move(detail).take()));
  if (!begun) return begun.error();
  if (!*begun) return std::optional<ports::OfficerSession>();
  return std::optional(std::move(made.session));
}

core::Result<bool> OfficerAccounts::step_up(const ports::Caller& caller, const core::Uuid& session,
                                            const ports::UsedFactor& used,
                                            const core::Hash& token_hash) {
  const auto officer = core::Uuid::parse(caller.actor);
  if (!officer) return no_officer();
  ports::OfficerSession its;
  its.id = session;
  its.officer = *officer;
  its.authority = caller.authority;
  return sessions_.step_up(its, used, token_hash, clock_.now(),
                           leaf(caller, "stepped_up", session));
}

core::Result<std::vector<ports::OfficerSession>> OfficerAccounts::sessions(
    const ports::Caller& caller) {
  const auto officer = core::Uuid::parse(caller.actor);
  if (!officer) return no_officer();
  return sessions_.list(caller.authority, *officer, clock_.now(), rules_.idle);
}

core::Result<void> OfficerAccounts::end_session(const ports::Caller& caller,
                                                const core::Uuid& session) {
  const auto officer = core::Uuid::parse(caller.actor);
  if (!officer) return no_officer();
  return sessions_.end(caller.authority, *officer, session, leaf(caller, "session_ended", session));
}

core::Result<ports::Officer> OfficerAccounts::officer(const ports::Caller& caller,
                                                      const core::Uuid& id) {
  auto found = officers_.find(caller.authority, id);
  if (!found) return found.error();
  if (!*found) return no_officer();
  return std::move(**found);
}

core::Result<std::vector<ports::Officer>> OfficerAccounts::officers(const ports::Caller& caller) {
  auto own = officers_.list(caller.authority);
  if (!own) return own;
  if (auto logged = trace_.listed(caller, "officers_listed", 0, own->size()); !logged)
    return logged.error();
  return own;
}

core::Result<void> OfficerAccounts::add(const ports::Caller& caller, const ports::Officer& officer,
                                        const ports::Invitation& invitation) {
  return officers_.add(officer, {}, {}, invitation,
                       leaf(caller, "officer_created", officer.id, roles_detail(officer.roles)));
}

core::Result<void> OfficerAccounts::set_roles(const ports::Caller& caller, const core::Uuid& id,
                                              const std::vector<std::string>& roles) {
  return officers_.set_roles(caller.authority, id, roles,
                             leaf(caller, "officer_roles_changed", id, roles_detail(roles)));
}

core::Result<void> OfficerAccounts::disable(const ports::Caller& caller, const core::Uuid& id) {
  return officers_.disable(caller.authority, id, clock_.now(),
                           leaf(caller, "officer_disabled", id));
}

core::Result<void> OfficerAccounts::enable(const ports::Caller& caller, const core::Uuid& id,
                                           const std::optional<ports::Invitation>& invitation) {
  return officers_.enable(caller.authority, id, invitation, leaf(caller, "officer_enabled", id));
}

core::Result<void> OfficerAccounts::reset(const ports::Caller& caller, const core::Uuid& id,
                                          const ports::Invitation& invitation) {
  return accounts_.invite(caller.authority, id, invitation, leaf(caller, "officer_reset", id));
}

core::Result<std::optional<ports::Officer>> OfficerAccounts::invited(const core::Hash& invitation) {
  auto found = officers_.of_invitation(invitation);
  if (!found) return found;
  const auto& officer = *found;
  if (!officer || officer->disabled_at || !officer->invited_until ||
      clock_.now() >= *officer->invited_until)
    return std::optional<ports::Officer>();
  return found;
}

core::Result<void> OfficerAccounts::propose(const ports::Officer& officer,
                                            const ports::LocalFactors& factors) {
  return accounts_.propose(officer.authority, officer.id, factors);
}

core::Result<ports::LocalFactors> OfficerAccounts::proposed(const ports::Officer& officer) {
  return accounts_.proposed(officer.authority, officer.id);
}

core::Result<bool> OfficerAccounts::confirm(const ports::Officer& officer, std::int64_t step,
                                            const std::vector<core::Hash>& recovery_codes,
                                            const std::optional<core::Uuid>& session,
                                            std::string kind) {
  return accounts_.confirm(officer.authority, officer.id, step, recovery_codes, session,
                           leaf(caller_of(officer), std::move(kind), officer.id));
}

core::Result<void> OfficerAccounts::set_password(const ports::Officer& officer,
                                                 const core::Secret& hash,
                                                 const core::Uuid& session) {
  return accounts_.set_password(officer.authority, officer.id, hash, session,
                                leaf(caller_of(officer), "password_changed", officer.id));
}

core::Result<void> OfficerAccounts::set_recovery_codes(const ports::Officer& officer,
                                                       const std::vector<core::Hash>& codes) {
  return accounts_.set_recovery_codes(
      officer.authority, officer.id, codes,
      leaf(caller_of(officer), "recovery_codes_replaced", officer.id));
}

core::Result<std::int64_t> OfficerAccounts::recovery_codes_left(const ports::Officer& officer) {
  return accounts_.recovery_codes_left(officer.authority, officer.id);
}

}  // namespace badgewatch::app
