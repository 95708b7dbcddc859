#include "core/text.hpp"
#include "store/officer_rows.hpp"
#include "store/officers.hpp"

#include <charconv>

namespace badgewatch::store {
namespace {

constexpr Statement select_factors{
    "select_factors",
    "select key_version, data_key, password, totp, array_to_string(totp_used, ' ')"
    " from officer where authority = $1 and id = $2"};
constexpr Statement select_proposed{"select_proposed_factors",
                                    "select key_version, data_key, next_password, next_totp, ''"
                                    " from officer where authority = $1 and id = $2"};
constexpr Statement select_key{
    "select_officer_key",
    "select key_version, data_key from officer where authority = $1 and id = $2 for update"};
constexpr Statement invite_officer{
    "invite_officer",
    "update officer"
    " set password = null, totp = null, next_password = null, next_totp = null,"
    "     invitation_hash = $3, invitation_until = $4"
    " where authority = $1 and id = $2 and disabled_at is null and username_index is not null"};
constexpr Statement reissue_factors{
    "reissue_factors",
    "update officer"
    " set password = $3, totp = $4, totp_used = '{}', next_password = null, next_totp = null,"
    "     invitation_hash = null, invitation_until = null"
    " where authority = $1 and id = $2 and disabled_at is null and username_index is not null"};
constexpr Statement forget_places{
    "forget_officer_places", "delete from officer_place where authority = $1 and officer = $2"};
constexpr Statement propose_factors{
    "propose_factors",
    "update officer"
    " set next_password = coalesce($3, next_password), next_totp = coalesce($4, next_totp)"
    " where authority = $1 and id = $2 and disabled_at is null"};
constexpr Statement confirm_factors{
    "confirm_factors",
    "update officer"
    " set password = coalesce(next_password, password), totp = next_totp, totp_used = array[$3],"
    "     next_password = null, next_totp = null, invitation_hash = null, invitation_until = null"
    " where authority = $1 and id = $2 and disabled_at is null and next_totp is not null"};
constexpr Statement update_password{"update_officer_password",
                                    "update officer set password = $3, next_password = null"
                                    " where authority = $1 and id = $2 and disabled_at is null"};
constexpr Statement drop_codes{"drop_recovery_codes",
                               "delete from officer_recovery_code"
                               " where authority = $1 and officer = $2"};
constexpr Statement insert_codes{"insert_recovery_codes",
                                 "insert into officer_recovery_code (authority, officer, code_hash)"
                                 " select $1, $2, n.code from unnest($3) as n(code)"};
constexpr Statement count_codes{"count_recovery_codes",
                                "select count(*) from officer_recovery_code"
                                " where authority = $1 and officer = $2 and used_at is null"};

std::vector<std::int64_t> numbers_of(const std::string& words) {
  std::vector<std::int64_t> numbers;
  for (const auto& word : words_of(words)) {
    std::int64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

core::Result<DataKey> SqlOfficers::key_of(Session& session, const std::string& authority,
                                          const core::Uuid& id) {
  const auto rows = session.run(select_key, Parameters().text(authority).add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return no_officer();
  return context_.sealer.unwrap(rows->raw(0, 1), rows->at<std::int16_t>(0, 0),
                                officer_place(authority, id));
}

core::Result<ports::LocalFactors> SqlOfficers::read_factors(const Statement& statement,
                                                            const std::string& authority,
                                                            const core::Uuid& id) {
  return with_officers_of(
      context_, authority, [&](Session& session) -> core::Result<ports::LocalFactors> {
        const auto rows = session.run(statement, Parameters().text(authority).add(id));
        if (!rows) return rows.error();
        if (rows->empty()) return no_officer();
        const auto place = officer_place(authority, id);
        const auto& sealer = context_.sealer;
        const auto key = sealer.unwrap(rows->raw(0, 1), rows->at<std::int16_t>(0, 0), place);
        if (!key) return key.error();
        ports::LocalFactors factors;
        if (!rows->is_null(0, 2)) {
          auto hash = sealer.open(*key, place, "password", rows->raw(0, 2));
          if (!hash) return hash.error();
          factors.password_hash = core::Secret(std::move(*hash));
        }
        if (!rows->is_null(0, 3)) {
          auto secret = sealer.open(*key, place, "totp", rows->raw(0, 3));
          if (!secret) return secret.error();
          factors.totp_secret = core::Secret(std::move(*secret));
        }
        factors.used_steps = numbers_of(rows->at<std::string>(0, 4));
        return factors;
      });
}

core::Result<ports::LocalFactors> SqlOfficers::factors(const std::string& authority,
                                                       const core::Uuid& id) {
  return read_factors(select_factors, authority, id);
}

core::Result<ports::LocalFactors> SqlOfficers::proposed(const std::string& authority,
                                                        const core::Uuid& id) {
  return read_factors(select_proposed, authority, id);
}

core::Result<void> SqlOfficers::replace_codes(Session& session, const std::string& authority,
                                              const core::Uuid& id,
                                              const std::vector<core::Hash>& codes) {
  const auto of_officer = [&] { return Parameters().text(authority).add(id); };
  if (auto done = session.run(drop_codes, of_officer()); !done) return done.error();
  std::vector<core::Hash> hashes;
  for (const auto& code : codes)
    hashes.push_back(recovery_code_hash(context_.sealer, id, code));
  Column<core::ByteView> column;
  for (const auto& hash : hashes)
    column.add(hash);
  if (auto done = session.run(insert_codes, of_officer().add(column)); !done) return done.error();
  return {};
}

core::Result<void> SqlOfficers::invite(const std::string& authority, const core::Uuid& id,
                                       const ports::Invitation& invitation,
                                       const proof::Leaf& leaf) {
  return administer(context_, authority, leaf, [&](Session& session) -> core::Result<void> {
    const auto of_officer = [&] { return Parameters().text(authority).add(id); };
    const auto done =
        session.run(invite_officer, of_officer().bytes(invitation.hash).add(invitation.until));
    if (!done) return done.error();
    if (done->affected() == 0) return no_officer();
    if (auto dropped = replace_codes(session, authority, id, {}); !dropped) return dropped;
    if (auto gone = session.run(forget_places, of_officer()); !gone) return gone.error();
    return end_sessions(session, authority, id, {});
  });
}

core::Result<void> SqlOfficers::reissue(const std::string& authority, const core::Uuid& id,
                                        const ports::LocalFactors& factors,
                                        const std::vector<core::Hash>& recovery_codes,
                                        const proof::Leaf& leaf) {
  return administer(context_, authority, leaf, [&](Session& session) -> core::Result<void> {
    const auto key = key_of(session, authority, id);
    if (!key) return key.error();
    const auto place = officer_place(authority, id);
    const auto& sealer = context_.sealer;
    const auto password = sealer.seal(*key, place, "password", factors.password_hash.reveal());
    const auto secret = sealer.seal(*key, place, "totp", factors.totp_secret.reveal());
    const auto done = session.run(
        reissue_factors, Parameters().text(authority).add(id).bytes(password).bytes(secret));
    if (!done) return done.error();
    if (done->affected() == 0) return no_officer();
    if (auto codes = replace_codes(session, authority, id, recovery_codes); !codes) return codes;
    return end_sessions(session, authority, id, {});
  });
}

core::Result<void> SqlOfficers::propose(const std::string& authority, const core::Uuid& id,
                                        const ports::LocalFactors& factors) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<void> {
    const auto key = key_of(session, authority, id);
    if (!key) return key.error();
    const auto sealed = [&](std::string_view field, const std::string& text) {
      return text.empty() ? std::optional<core::Bytes>()
                          : std::optional(context_.sealer.seal(*key, officer_place(authority, id),
                                                               field, text));
    };
    auto parameters = Parameters().text(authority).add(id);
    add_maybe(parameters, sealed("password", factors.password_hash.reveal()));
    add_maybe(parameters, sealed("totp", factors.totp_secret.reveal()));
    const auto done = session.run(propose_factors, parameters);
    if (!done) return done.error();
    if (done->affected() == 0) return no_officer();
    return {};
  });
}

core::Result<bool> SqlOfficers::confirm(const std::string& authority, const core::Uuid& id,
                                        std::int64_t step,
                                        const std::vector<core::Hash>& recovery_codes,
                                        const std::optional<core::Uuid>& kept,
                                        const proof::Leaf& leaf) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<bool> {
    const auto done = session.run(confirm_factors, Parameters().text(authority).add(id).add(step));
    if (!done) return done.error();
    if (done->affected() == 0) return false;
    if (auto replaced = replace_codes(session, authority, id, recovery_codes); !replaced)
      return replaced.error();
    if (auto ended = end_sessions(session, authority, id, kept); !ended) return ended.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return true;
  });
}

core::Result<void> SqlOfficers::set_password(const std::string& authority, const core::Uuid& id,
                                             const core::Secret& password_hash,
                                             const std::optional<core::Uuid>& kept,
                                             const proof::Leaf& leaf) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<void> {
    const auto key = key_of(session, authority, id);
    if (!key) return key.error();
    const auto sealed = context_.sealer.seal(*key, officer_place(authority, id), "password",
                                             password_hash.reveal());
    const auto done =
        session.run(update_password, Parameters().text(authority).add(id).bytes(sealed));
    if (!done) return done.error();
    if (done->affected() == 0) return no_officer();
    if (auto ended = end_sessions(session, authority, id, kept); !ended) return ended;
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlOfficers::set_recovery_codes(const std::string& authority,
                                                   const core::Uuid& id,
                                                   const std::vector<core::Hash>& codes,
                                                   const proof::Leaf& leaf) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<void> {
    // Locked, so that two sets made at once do not both stay.
    if (const auto key = key_of(session, authority, id); !key) return key.error();
    if (auto done = replace_codes(session, authority, id, codes); !done) return done;
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<std::int64_t> SqlOfficers::recovery_codes_left(const std::string& authority,
                                                            const core::Uuid& id) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<std::int64_t> {
    const auto rows = session.run(count_codes, Parameters().text(authority).add(id));
    if (!rows) return rows.error();
    return rows->at<std::int64_t>(0, 0);
  });
}

}  // namespace badgewatch::store
