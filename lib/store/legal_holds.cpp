#include "store/legal_holds.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "store/content.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

// As the purge takes it: what it has chosen is erased before the hold begins, or not at all.
constexpr Statement wait_for_turn{"wait_for_turn_to_hold",
                                  "select pg_advisory_xact_lock(7091846215403382771)"};

constexpr Statement find_decision{"find_decision_to_hold",
                                  "select authority from decision where id = $1"};

constexpr Statement insert_hold{
    "insert_legal_hold",
    "insert into legal_hold (authority, id, decision, begun_at, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7)"};

constexpr Statement select_hold{
    "select_legal_hold",
    "select id, authority, decision, begun_at, released_at, key_version, data_key, content"
    " from legal_hold where id = $1 for update"};

constexpr Statement select_holds{
    "select_legal_holds",
    "select id, authority, decision, begun_at, released_at, key_version, data_key, content"
    " from legal_hold order by released_at is not null, begun_at desc, id"};

constexpr Statement release_hold{
    "release_legal_hold",
    "update legal_hold set released_at = $3, key_version = $4, data_key = $5, content = $6"
    " where authority = $1 and id = $2"};

constexpr Statement select_held{
    "select_held",
    "select authority, id, version, key_version, data_key, content from decision"
    " where authority = $1 and id = $2"
    " union all"
    " select authority, id, version, key_version, data_key, content from held_decision"
    " where authority = $1 and id = $2"};

// Only what has left the register, and only once no hold is in force.
constexpr const char* no_more =
    " where authority = $1 and $2 = %s"
    "   and not exists (select from decision as d where d.authority = $1 and d.id = $2)"
    "   and not exists (select from legal_hold as h where h.decision = $2"
    "                    and h.released_at is null)";
const auto with_condition = [](const std::string& begin, const std::string& column) {
  auto condition = std::string(no_more);
  return begin + condition.replace(condition.find("%s"), 2, column);
};
const std::string forget_held_text = with_condition("delete from held_decision", "id");
const std::string forget_versions_text =
    with_condition("update decision_version set data_key = null, content = null", "id");
const std::string forget_changes_text =
    with_condition("update decision_change set data_key = null, content = null", "decision");
const Statement forget_held{"forget_held_decision", forget_held_text.c_str()};
const Statement forget_versions{"forget_held_versions", forget_versions_text.c_str()};
const Statement forget_changes{"forget_held_changes", forget_changes_text.c_str()};

SealedPlace place_of(const LegalHold& hold) {
  return {.table = "legal_hold", .authority = hold.authority, .id = hold.id, .version = 1};
}

std::string content_of(const LegalHold& hold) {
  core::JsonWriter out;
  out.begin_object().member("asked_by", hold.asked_by).member("reason", hold.reason);
  out.member("released_by", hold.released_by);
  return std::move(out.member("release_reason", hold.release_reason).end_object()).take();
}

core::Result<LegalHold> hold_of(const Rows& rows, int row, const Sealer& sealer) {
  LegalHold hold;
  hold.id = rows.at<core::Uuid>(row, 0);
  hold.authority = rows.at<std::string>(row, 1);
  hold.decision = rows.at<core::Uuid>(row, 2);
  hold.begun_at = rows.at<core::Instant>(row, 3);
  hold.released_at = rows.maybe<core::Instant>(row, 4);
  const auto text = sealer.open(rows.raw(row, 6), rows.at<std::int16_t>(row, 5), place_of(hold),
                                rows.raw(row, 7));
  if (!text) return text.error();
  const auto json = core::parse_json(*text);
  if (!json) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  constexpr std::size_t any_length = 100'000;
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  hold.asked_by = reader.optional_string("asked_by", any_length).value_or("");
  hold.reason = reader.optional_string("reason", any_length).value_or("");
  hold.released_by = reader.optional_string("released_by", any_length).value_or("");
  hold.release_reason = reader.optional_string("release_reason", any_length).value_or("");
  return hold;
}

core::Result<std::unique_ptr<Session>> begun_session(const std::string& conninfo) {
  auto session = open_as_owner(conninfo, {});
  if (!session) return session.error();
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  return session;
}

}  // namespace

core::Result<LegalHold> LegalHolds::begin(LegalHold wanted, const LeafOf& leaf) const {
  auto session = begun_session(conninfo_);
  if (!session) return session.error();
  if (auto turn = (*session)->run(wait_for_turn); !turn) return turn.error();
  const auto found = (*session)->run(find_decision, Parameters().add(wanted.decision));
  if (!found) return found.error();
  if (found->empty())
    return core::Error(core::Errc::not_found, "There is no decision of that id on the register.");
  wanted.authority = found->at<std::string>(0, 0);
  const auto sealed = sealer_.seal_new(place_of(wanted), content_of(wanted));
  Parameters parameters;
  parameters.text(wanted.authority).add(wanted.id).add(wanted.decision);
  parameters.add(wanted.begun_at).add(sealed.key_version).bytes(sealed.data_key);
  parameters.bytes(sealed.content);
  if (auto done = (*session)->run(insert_hold, parameters); !done) return done.error();
  const auto its = leaf(wanted);
  if (auto logged = insert_leaves(**session, {&its, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return wanted;
}

core::Result<LegalHold> LegalHolds::release(const core::Uuid& id, core::Instant at, std::string by,
                                            std::string reason, const LeafOf& leaf) const {
  auto session = begun_session(conninfo_);
  if (!session) return session.error();
  const auto rows = (*session)->run(select_hold, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such legal hold.");
  auto hold = hold_of(*rows, 0, sealer_);
  if (!hold) return hold;
  if (hold->released_at) return core::Error(core::Errc::conflict, "It was released already.");
  hold->released_at = at;
  hold->released_by = std::move(by);
  hold->release_reason = std::move(reason);
  const auto sealed = sealer_.seal_new(place_of(*hold), content_of(*hold));
  Parameters parameters;
  parameters.text(hold->authority).add(hold->id).add(at).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = (*session)->run(release_hold, parameters); !done) return done.error();
  for (const auto& statement : {forget_held, forget_versions, forget_changes}) {
    auto done = (*session)->run(statement, Parameters().text(hold->authority).add(hold->decision));
    if (!done) return done.error();
  }
  const auto its = leaf(*hold);
  if (auto logged = insert_leaves(**session, {&its, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return hold;
}

core::Result<domain::Decision> LegalHolds::read(const core::Uuid& id, const LeafOf& leaf) const {
  auto session = begun_session(conninfo_);
  if (!session) return session.error();
  const auto rows = (*session)->run(select_hold, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty() || !rows->is_null(0, 4))
    return core::Error(core::Errc::not_found, "There is no such legal hold in force.");
  const auto hold = hold_of(*rows, 0, sealer_);
  if (!hold) return hold.error();
  const auto held =
      (*session)->run(select_held, Parameters().text(hold->authority).add(hold->decision));
  if (!held) return held.error();
  if (held->empty()) return core::Error(core::Errc::not_found, "What was held is not there.");
  const auto text = sealer_.open(held->raw(0, 4), held->at<std::int16_t>(0, 3),
                                 {.table = "decision",
                                  .authority = hold->authority,
                                  .id = hold->decision,
                                  .version = held->at<std::int64_t>(0, 2)},
                                 held->raw(0, 5));
  if (!text) return text.error();
  auto decision = read_decision_content(*text);
  if (!decision) return decision;
  const auto its = leaf(*hold);
  if (auto logged = insert_leaves(**session, {&its, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return decision;
}

core::Result<std::vector<LegalHold>> LegalHolds::list(const proof::Leaf& leaf) const {
  auto session = begun_session(conninfo_);
  if (!session) return session.error();
  const auto rows = (*session)->run(select_holds);
  if (!rows) return rows.error();
  std::vector<LegalHold> holds;
  for (int i = 0; i < rows->size(); ++i) {
    auto hold = hold_of(*rows, i, sealer_);
    if (!hold) return hold.error();
    holds.push_back(std::move(*hold));
  }
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return holds;
}

}  // namespace badgewatch::store
