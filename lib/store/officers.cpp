#include "store/officers.hpp"

#include "core/text.hpp"
#include "store/officer_rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_officer{
    "select_officer",
    "select id, authority, roles, created_at, disabled_at, last_sign_in_at, password is not null,"
    "       totp is not null, invitation_until, key_version, data_key, content"
    " from officer where authority = $1 and id = $2"};
constexpr Statement select_officers{
    "select_officers",
    "select id, authority, roles, created_at, disabled_at, last_sign_in_at, password is not null,"
    "       totp is not null, invitation_until, key_version, data_key, content"
    " from officer where authority = $1 order by created_at, id"};
constexpr Statement select_of_identity{
    "select_officer_of_identity",
    "select id, authority, roles, created_at, disabled_at, last_sign_in_at, password is not null,"
    "       totp is not null, invitation_until, key_version, data_key, content"
    " from officer where authority = $1 and identity_index = $2"};
constexpr Statement find_of_username{
    "find_officer_of_username",
    "select id, authority, roles, created_at, disabled_at, last_sign_in_at, password is not null,"
    "       totp is not null, invitation_until, key_version, data_key, content"
    " from find_officer_of_username($1)"};
constexpr Statement find_of_invitation{
    "find_officer_of_invitation",
    "select id, authority, roles, created_at, disabled_at, last_sign_in_at, password is not null,"
    "       totp is not null, invitation_until, key_version, data_key, content"
    " from find_officer_of_invitation($1)"};
constexpr Statement insert_officer{
    "insert_officer",
    "insert into officer (authority, id, roles, username_index, identity_index, created_at,"
    "                     key_version, data_key, content, password, totp, invitation_hash,"
    "                     invitation_until)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    " on conflict do nothing"};
constexpr Statement update_roles{"update_officer_roles",
                                 "update officer set roles = $3 where authority = $1 and id = $2"};
constexpr Statement update_identity{
    "update_officer_identity",
    "update officer set identity_index = $3, content = $4 where authority = $1 and id = $2"};
constexpr Statement count_identity{
    "count_officer_identity",
    "select count(*) from officer where authority = $1 and identity_index = $3 and id <> $2"};
constexpr Statement disable_officer{
    "disable_officer",
    "update officer"
    " set disabled_at = coalesce(disabled_at, $3), invitation_hash = null, invitation_until = null"
    " where authority = $1 and id = $2"};
constexpr Statement enable_officer{
    "enable_officer",
    "update officer"
    " set disabled_at = null, password = null, totp = null, next_password = null,"
    "     next_totp = null, invitation_hash = $3, invitation_until = $4"
    " where authority = $1 and id = $2 and disabled_at is not null"};
constexpr Statement forget_places{
    "forget_places_of_then", "delete from officer_place where authority = $1 and officer = $2"};

using Found = core::Result<std::optional<ports::Officer>>;

Found first_of(const core::Result<Rows>& rows, const Sealer& sealer) {
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::Officer>();
  auto officer = officer_of(*rows, 0, sealer);
  if (!officer) return officer.error();
  return std::optional(std::move(*officer));
}

// One change of one officer.
core::Result<void> change(Session& session, const Statement& statement,
                          const Parameters& parameters) {
  const auto changed = session.run(statement, parameters);
  if (!changed) return changed.error();
  if (changed->affected() == 0) return no_officer();
  return {};
}

}  // namespace

Found SqlOfficers::find(const std::string& authority, const core::Uuid& id) {
  return with_officers_of(context_, authority, [&](Session& session) {
    return first_of(session.run(select_officer, Parameters().text(authority).add(id)),
                    context_.sealer);
  });
}

Found SqlOfficers::of_username(const std::string& username) {
  auto lease = context_.access.lease();
  if (!lease) return lease.error();
  const auto index = username_index(context_.sealer, username);
  return first_of((*lease)->run(find_of_username, Parameters().bytes(index)), context_.sealer);
}

Found SqlOfficers::of_invitation(const core::Hash& hash) {
  auto lease = context_.access.lease();
  if (!lease) return lease.error();
  return first_of((*lease)->run(find_of_invitation, Parameters().bytes(hash)), context_.sealer);
}

Found SqlOfficers::of_identity(const std::string& authority,
                               const ports::ProviderIdentity& identity) {
  const auto index = identity_index(context_.sealer, authority, identity);
  return with_officers_of(context_, authority, [&](Session& session) {
    return first_of(session.run(select_of_identity, Parameters().text(authority).bytes(index)),
                    context_.sealer);
  });
}

core::Result<std::vector<ports::Officer>> SqlOfficers::list(const std::string& authority) {
  return with_officers_of(
      context_, authority, [&](Session& session) -> core::Result<std::vector<ports::Officer>> {
        const auto rows = session.run(select_officers, Parameters().text(authority));
        if (!rows) return rows.error();
        std::vector<ports::Officer> officers;
        for (int i = 0; i < rows->size(); ++i) {
          auto officer = officer_of(*rows, i, context_.sealer);
          if (!officer) return officer.error();
          officers.push_back(std::move(*officer));
        }
        return officers;
      });
}

core::Result<void> SqlOfficers::add(const ports::Officer& officer,
                                    const ports::LocalFactors& factors,
                                    const std::vector<core::Hash>& recovery_codes,
                                    const std::optional<ports::Invitation>& invitation,
                                    const proof::Leaf& leaf) {
  const auto& sealer = context_.sealer;
  const auto place = officer_place(officer.authority, officer.id);
  const auto key = sealer.new_key();
  const auto sealed = [&](std::string_view field, const std::string& text) {
    return text.empty() ? std::optional<core::Bytes>()
                        : std::optional(sealer.seal(key, place, field, text));
  };
  std::optional<core::Hash> by_username, by_identity, invitation_hash;
  if (!officer.username.empty()) by_username = username_index(sealer, officer.username);
  if (officer.identity) by_identity = identity_index(sealer, officer.authority, *officer.identity);
  if (invitation) invitation_hash = invitation->hash;
  Parameters parameters;
  parameters.text(officer.authority).add(officer.id).text(core::join(officer.roles, " "));
  add_maybe(parameters, by_username);
  add_maybe(parameters, by_identity);
  const auto generation = sealer.generation();
  parameters.add(officer.created_at).add(generation).bytes(sealer.wrap(key, place, generation));
  parameters.bytes(sealer.seal(key, place, "content", officer_content(officer)));
  add_maybe(parameters, sealed("password", factors.password_hash.reveal()));
  add_maybe(parameters, sealed("totp", factors.totp_secret.reveal()));
  add_maybe(parameters, invitation_hash);
  parameters.add(invitation ? std::optional(invitation->until) : std::nullopt);
  return administer(context_, officer.authority, leaf, [&](Session& session) -> core::Result<void> {
    const auto added = session.run(insert_officer, parameters);
    if (!added) return added.error();
    if (added->affected() == 0)
      return core::Error(core::Errc::conflict,
                         "There is an officer of that username or identity already, or was: "
                         "they are not used again.");
    return replace_codes(session, officer.authority, officer.id, recovery_codes);
  });
}

core::Result<void> SqlOfficers::set_roles(const std::string& authority, const core::Uuid& id,
                                          const std::vector<std::string>& roles,
                                          const proof::Leaf& leaf) {
  return administer(context_, authority, leaf, [&](Session& session) {
    return change(session, update_roles,
                  Parameters().text(authority).add(id).text(core::join(roles, " ")));
  });
}

core::Result<void> SqlOfficers::set_identity(const std::string& authority, const core::Uuid& id,
                                             const ports::ProviderIdentity& identity,
                                             const proof::Leaf& leaf) {
  const auto index = identity_index(context_.sealer, authority, identity);
  return administer(context_, authority, leaf, [&](Session& session) -> core::Result<void> {
    const auto others =
        session.run(count_identity, Parameters().text(authority).add(id).bytes(index));
    if (!others) return others.error();
    if (others->at<std::int64_t>(0, 0) > 0)
      return core::Error(core::Errc::conflict, "Another officer has that identity.");
    auto officer = first_of(session.run(select_officer, Parameters().text(authority).add(id)),
                            context_.sealer);
    if (!officer) return officer.error();
    if (!*officer) return no_officer();
    (*officer)->identity = identity;
    const auto key = key_of(session, authority, id);
    if (!key) return key.error();
    const auto content = context_.sealer.seal(*key, officer_place(authority, id), "content",
                                              officer_content(**officer));
    return change(session, update_identity,
                  Parameters().text(authority).add(id).bytes(index).bytes(content));
  });
}

core::Result<void> SqlOfficers::disable(const std::string& authority, const core::Uuid& id,
                                        core::Instant at, const proof::Leaf& leaf) {
  return administer(context_, authority, leaf, [&](Session& session) -> core::Result<void> {
    if (auto done = change(session, disable_officer, Parameters().text(authority).add(id).add(at));
        !done)
      return done;
    return end_sessions(session, authority, id, {});
  });
}

core::Result<void> SqlOfficers::enable(const std::string& authority, const core::Uuid& id,
                                       const std::optional<ports::Invitation>& invitation,
                                       const proof::Leaf& leaf) {
  return administer(context_, authority, leaf, [&](Session& session) -> core::Result<void> {
    const auto of_officer = [&] { return Parameters().text(authority).add(id); };
    auto parameters = of_officer();
    add_maybe(parameters, invitation ? std::optional(invitation->hash) : std::nullopt);
    parameters.add(invitation ? std::optional(invitation->until) : std::nullopt);
    const auto done = session.run(enable_officer, parameters);
    if (!done) return done.error();
    if (done->affected() == 0)
      return core::Error(core::Errc::conflict, "That officer is not disabled.");
    if (auto gone = session.run(forget_places, of_officer()); !gone) return gone.error();
    return replace_codes(session, authority, id, {});
  });
}

}  // namespace badgewatch::store
