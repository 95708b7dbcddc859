#include "store/sessions.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "store/officer_rows.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

// The use of a session is written at most so often: it costs a commit. Well below any idle period.
constexpr std::chrono::seconds noted_every{60};

constexpr Statement note_sign_in{"note_sign_in",
                                 "update officer set last_sign_in_at = $3"
                                 " where authority = $1 and id = $2 and disabled_at is null"};
constexpr Statement end_replaced{
    "end_replaced_session",
    "delete from officer_session where authority = $1 and officer = $2 and token_hash = $3"};
constexpr Statement drop_old{"drop_old_officer_sessions",
                             "delete from officer_session"
                             " where authority = $1 and officer = $2 and ends_at <= $3"};
constexpr Statement insert_session{
    "insert_officer_session",
    "insert into officer_session (authority, id, officer, token_hash, method, began_at, seen_at,"
    "                             ends_at, second_factor_at, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)"};
constexpr Statement use_session{
    "session_in_use",
    "select (its).id, (its).officer, (its).method, (its).began_at, (its).seen_at, (its).ends_at,"
    "       (its).second_factor_at, (its).key_version, (its).data_key, (its).content,"
    "       (who).id, (who).authority, (who).roles, (who).created_at, (who).disabled_at,"
    "       (who).last_sign_in_at, (who).password is not null, (who).totp is not null,"
    "       (who).invitation_until, (who).key_version, (who).data_key, (who).content"
    " from session_in_use($1, $2, $3 * interval '1 second', $4 * interval '1 second')"};
constexpr Statement select_sessions{
    "select_officer_sessions",
    "select id, officer, method, began_at, seen_at, ends_at, second_factor_at, key_version,"
    "       data_key, content"
    " from officer_session"
    " where authority = $1 and officer = $2 and $3 < ends_at"
    "   and $3 < seen_at + $4 * interval '1 second'"
    " order by began_at desc, id"};
constexpr Statement note_second_factor{"note_second_factor",
                                       "update officer_session"
                                       " set second_factor_at = $4, token_hash = $5"
                                       " where authority = $1 and officer = $2 and id = $3"};
constexpr Statement end_session{
    "end_officer_session",
    "delete from officer_session where authority = $1 and officer = $2 and id = $3"};
constexpr Statement remember_place{
    "remember_officer_place",
    "insert into officer_place (authority, officer, place_index, seen_at)"
    " select $1, $2, n.place, $4 from unnest($3) as n(place)"
    " on conflict (authority, officer, place_index) do update set seen_at = excluded.seen_at"};
constexpr Statement forget_old_places{"forget_old_officer_places",
                                      "delete from officer_place"
                                      " where authority = $1 and officer = $2"
                                      "   and seen_at < $3 - interval '180 days'"};

constexpr Statement find_place{"find_officer_place",
                               "select exists (select from officer_place"
                               " where authority = $1 and officer = $2 and place_index = any($3))"};

// The first of the officer's columns in `use_session`.
constexpr int of_officer_in_use = 10;

SealedPlace session_place(std::string_view authority, const core::Uuid& id) {
  return {.table = "officer_session", .authority = authority, .id = id, .version = 1};
}

std::string session_content(const ports::OfficerSession& session) {
  core::JsonWriter out;
  out.begin_object().member("address", session.address).member("program", session.program);
  return std::move(out.end_object()).take();
}

core::Result<ports::OfficerSession> session_of(const Rows& rows, int row, const Sealer& sealer,
                                               const std::string& authority) {
  ports::OfficerSession session;
  session.id = rows.at<core::Uuid>(row, 0);
  session.officer = rows.at<core::Uuid>(row, 1);
  session.authority = authority;
  session.method = rows.at<std::string>(row, 2);
  session.began_at = rows.at<core::Instant>(row, 3);
  session.seen_at = rows.at<core::Instant>(row, 4);
  session.ends_at = rows.at<core::Instant>(row, 5);
  session.second_factor_at = rows.maybe<core::Instant>(row, 6);
  const auto content = sealer.open(rows.raw(row, 8), rows.at<std::int16_t>(row, 7),
                                   session_place(authority, session.id), rows.raw(row, 9));
  if (!content) return content.error();
  const auto json = core::parse_json(*content);
  const auto* address = json ? json->find("address") : nullptr;
  const auto* program = json ? json->find("program") : nullptr;
  if (address == nullptr || address->string() == nullptr || program == nullptr ||
      program->string() == nullptr)
    return core::Error(core::Errc::internal, "A stored session cannot be read.");
  session.address = *address->string();
  session.program = *program->string();
  return session;
}

Column<core::ByteView> column_of(const std::vector<core::Hash>& hashes) {
  Column<core::ByteView> column;
  for (const auto& hash : hashes)
    column.add(hash);
  return column;
}

std::vector<core::Hash> place_indexes(const Sealer& sealer, const core::Uuid& officer,
                                      const std::vector<core::Hash>& places) {
  std::vector<core::Hash> indexes;
  for (const auto& place : places)
    indexes.push_back(sealer.blind("sign-in place", {officer.text(), core::as_text(place)}));
  return indexes;
}

double seconds_of(std::chrono::seconds time) {
  return static_cast<double>(time.count());
}

}  // namespace

core::Result<void> SqlSessions::insert(Session& session, const ports::NewSession& wanted) {
  const auto& its = wanted.session;
  const auto sealed =
      context_.sealer.seal_new(session_place(its.authority, its.id), session_content(its));
  Parameters parameters;
  parameters.text(its.authority).add(its.id).add(its.officer).bytes(wanted.token_hash);
  parameters.text(its.method).add(its.began_at).add(its.ends_at).add(its.second_factor_at);
  parameters.add(sealed.key_version).bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = session.run(insert_session, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlSessions::remember_places(Session& session, const ports::NewSession& wanted) {
  const auto& its = wanted.session;
  const auto of_officer = [&] { return Parameters().text(its.authority).add(its.officer); };
  const auto indexes = place_indexes(context_.sealer, its.officer, wanted.places);
  auto done = session.run(remember_place, of_officer().add(column_of(indexes)).add(its.began_at));
  if (!done) return done.error();
  done = session.run(forget_old_places, of_officer().add(its.began_at));
  if (!done) return done.error();
  return {};
}

core::Result<bool> SqlSessions::begin(const ports::NewSession& wanted, const proof::Leaf& leaf) {
  const auto& its = wanted.session;
  const auto of_officer = [&] { return Parameters().text(its.authority).add(its.officer); };
  return with_officers_of(context_, its.authority, [&](Session& session) -> core::Result<bool> {
    const auto fresh =
        use_factor(session, context_.sealer, its.authority, its.officer, wanted.used, its.began_at);
    if (!fresh || !*fresh) return fresh;
    // Locks the officer: whoever disables them at this moment ends this session too.
    const auto noted = session.run(note_sign_in, of_officer().add(its.began_at));
    if (!noted) return noted.error();
    if (noted->affected() == 0) return no_officer();
    if (wanted.ended)
      if (auto ended = session.run(end_replaced, of_officer().bytes(*wanted.ended)); !ended)
        return ended.error();
    if (auto old = session.run(drop_old, of_officer().add(its.began_at)); !old) return old.error();
    if (auto done = insert(session, wanted); !done) return done.error();
    if (auto done = remember_places(session, wanted); !done) return done.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return true;
  });
}

core::Result<std::optional<ports::LiveSession>> SqlSessions::use(const core::Hash& token_hash,
                                                                 core::Instant now,
                                                                 std::chrono::seconds idle) {
  using Found = std::optional<ports::LiveSession>;
  auto lease = context_.access.lease();
  if (!lease) return lease.error();
  Parameters parameters;
  parameters.bytes(token_hash).add(now).add(seconds_of(idle)).add(seconds_of(noted_every));
  const auto rows = (*lease)->run(use_session, parameters);
  if (!rows) return rows.error();
  if (rows->empty()) return Found();
  auto officer = officer_of(*rows, 0, context_.sealer, of_officer_in_use);
  if (!officer) return officer.error();
  auto session = session_of(*rows, 0, context_.sealer, officer->authority);
  if (!session) return session.error();
  return Found(ports::LiveSession{std::move(*session), std::move(*officer)});
}

core::Result<bool> SqlSessions::step_up(const ports::OfficerSession& session,
                                        const ports::UsedFactor& used, const core::Hash& token_hash,
                                        core::Instant at, const proof::Leaf& leaf) {
  const auto& authority = session.authority;
  return with_officers_of(context_, authority, [&](Session& opened) -> core::Result<bool> {
    const auto fresh = use_factor(opened, context_.sealer, authority, session.officer, used, at);
    if (!fresh || !*fresh) return fresh;
    Parameters parameters;
    parameters.text(authority).add(session.officer).add(session.id).add(at).bytes(token_hash);
    const auto done = opened.run(note_second_factor, parameters);
    if (!done) return done.error();
    if (done->affected() == 0)
      return core::Error(core::Errc::not_found, "There is no such session of yours.");
    if (auto logged = insert_leaves(opened, {&leaf, 1}); !logged) return logged.error();
    return true;
  });
}

core::Result<std::vector<ports::OfficerSession>> SqlSessions::list(const std::string& authority,
                                                                   const core::Uuid& officer,
                                                                   core::Instant now,
                                                                   std::chrono::seconds idle) {
  using List = std::vector<ports::OfficerSession>;
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<List> {
    const auto rows = session.run(
        select_sessions, Parameters().text(authority).add(officer).add(now).add(seconds_of(idle)));
    if (!rows) return rows.error();
    List sessions;
    for (int i = 0; i < rows->size(); ++i) {
      auto one = session_of(*rows, i, context_.sealer, authority);
      if (!one) return one.error();
      sessions.push_back(std::move(*one));
    }
    return sessions;
  });
}

core::Result<void> SqlSessions::end(const std::string& authority, const core::Uuid& officer,
                                    const core::Uuid& id, const proof::Leaf& leaf) {
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<void> {
    const auto done = session.run(end_session, Parameters().text(authority).add(officer).add(id));
    if (!done) return done.error();
    if (done->affected() == 0)
      return core::Error(core::Errc::not_found, "There is no such session of yours.");
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<bool> SqlSessions::is_known(const std::string& authority, const core::Uuid& officer,
                                         const std::vector<core::Hash>& places) {
  const auto indexes = place_indexes(context_.sealer, officer, places);
  return with_officers_of(context_, authority, [&](Session& session) -> core::Result<bool> {
    const auto rows =
        session.run(find_place, Parameters().text(authority).add(officer).add(column_of(indexes)));
    if (!rows) return rows.error();
    return rows->at<bool>(0, 0);
  });
}

}  // namespace badgewatch::store
