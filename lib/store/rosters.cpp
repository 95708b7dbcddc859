#include "store/rosters.hpp"

#include "proof/hash.hpp"
#include "store/content.hpp"
#include "store/licence_writes.hpp"
#include "store/rows.hpp"

#include <map>

namespace badgewatch::store {
namespace {

using domain::RosterVerdict;

constexpr Statement insert_roster{
    "insert_roster",
    "insert into roster (authority, id, as_of, state, made_at, hashed)"
    " values ($1, $2, $3, 'open', $4, $5)"};

// What nobody has applied within days is forgotten by the next one that comes.
constexpr Statement forget_old{"forget_old_rosters",
                               "delete from roster_row where authority = $1 and roster in"
                               " (select id from roster where authority = $1 and made_at < "
                               "$2::timestamptz - interval '7 days')"};

constexpr Statement forget_unfinished{"forget_unfinished_rosters",
                                      "delete from roster where authority = $1 and state = 'open'"
                                      " and made_at < $2::timestamptz - interval '1 day'"};

constexpr Statement select_known{
    "select_licences_of_roster",
    "select number_index, id, version, changed_at, key_version, data_key, content from licence"
    " where authority = $1 and number_index = any($2)"};

constexpr Statement insert_rows{
    "insert_roster_rows",
    "insert into roster_row (authority, roster, row, number_index, verdict, key_version, data_key,"
    "                        content)"
    " select $1, $2, r.row, r.number_index, r.verdict, r.key_version, r.data_key, r.content"
    " from unnest($3::bigint[], $4::bytea[], $5::text[], $6::smallint[], $7::bytea[], $8::bytea[])"
    "      as r(row, number_index, verdict, key_version, data_key, content)"
    " on conflict (authority, roster, number_index) do nothing returning row"};

constexpr const char* where_extra =
    " from licence as l"
    " where l.authority = $1 and l.status in ('applied', 'current', 'suspended')"
    "   and not exists (select from roster_row as r"
    "                    where r.authority = l.authority and r.roster = $2"
    "                      and r.number_index = l.number_index)";

// That all its rows are kept: without them everything would be extra.
constexpr const char* and_is_whole =
    " and (select count(*) from roster_row where authority = $1 and roster = $2)"
    "   = (select o.rows from roster as o where o.authority = $1 and o.id = $2)";

const std::string finish_sql =
    std::string(
        "update roster as o set state = 'compared', rows = n.rows, same = n.same,"
        " different = n.different, missing = n.missing, stale = n.stale,"
        " extra = (select count(*)") +
    where_extra +
    ")"
    " from (select count(*) as rows, count(*) filter (where verdict = 'same') as same,"
    "              count(*) filter (where verdict = 'different') as different,"
    "              count(*) filter (where verdict = 'missing') as missing,"
    "              count(*) filter (where verdict = 'stale') as stale"
    "       from roster_row where authority = $1 and roster = $2) as n"
    " where o.authority = $1 and o.id = $2 and o.state = 'open'";
const Statement finish_roster{"finish_roster", finish_sql.c_str()};

const std::string extras_sql =
    std::string("select l.id, l.version, l.key_version, l.data_key, l.content") + where_extra +
    and_is_whole + " and ($3::uuid is null or l.id > $3) order by l.id limit $4";
const Statement select_extras{"select_roster_extras", extras_sql.c_str()};

constexpr Statement delete_roster{"delete_roster",
                                  "delete from roster where authority = $1 and id = $2"};

constexpr Statement select_roster{
    "select_roster",
    "select as_of, state, made_at, hashed, rows, same, different, missing, stale, extra,"
    "       extra_becomes"
    " from roster where authority = $1 and id = $2"};

constexpr Statement select_changes{
    "select_roster_changes",
    "select row, key_version, data_key, content from roster_row"
    " where authority = $1 and roster = $2 and row > $3 and data_key is not null"
    " order by row limit $4"};

constexpr Statement try_lock{"try_roster_lock", "select pg_try_advisory_xact_lock($1)"};

const std::string end_sql = std::string(
                                "update roster set state = 'applied', extra_becomes = $3"
                                " where authority = $1 and id = $2 and state = 'compared'") +
                            and_is_whole;
const Statement end_roster{"end_roster", end_sql.c_str()};

const std::string whole_sql =
    std::string("select from roster where authority = $1 and id = $2") + and_is_whole;
const Statement select_whole{"select_whole_roster", whole_sql.c_str()};

constexpr Statement delete_rows{"delete_roster_rows",
                                "delete from roster_row where authority = $1 and roster = $2"};

struct Known {
  core::Instant changed_at;
  domain::Licence licence;
};

// Of the columns id, version, key_version, data_key, content.
core::Result<domain::Licence> open_licence(const Rows& rows, int row, const std::string& authority,
                                           const Sealer& sealer) {
  const SealedPlace place{.table = "licence",
                          .authority = authority,
                          .id = rows.at<core::Uuid>(row, 0),
                          .version = rows.at<std::int64_t>(row, 1)};
  const auto text =
      sealer.open(rows.raw(row, 3), rows.at<std::int16_t>(row, 2), place, rows.raw(row, 4));
  if (!text) return text.error();
  return read_licence_content(*text);
}

core::Result<std::map<core::Hash, Known>> read_known(Session& session, const Sealer& sealer,
                                                     const std::string& authority,
                                                     const Column<core::ByteView>& indexes) {
  auto rows = session.run(select_known, Parameters().text(authority).add(indexes));
  if (!rows) return rows.error();
  std::map<core::Hash, Known> known;
  for (int i = 0; i < rows->size(); ++i) {
    const SealedPlace place{.table = "licence",
                            .authority = authority,
                            .id = rows->at<core::Uuid>(i, 1),
                            .version = rows->at<std::int64_t>(i, 2)};
    const auto text =
        sealer.open(rows->raw(i, 5), rows->at<std::int16_t>(i, 4), place, rows->raw(i, 6));
    if (!text) return text.error();
    auto licence = read_licence_content(*text);
    if (!licence) return licence.error();
    known.emplace(rows->at<core::Hash>(i, 0),
                  Known{rows->at<core::Instant>(i, 3), std::move(*licence)});
  }
  return known;
}

ports::RosterResult result_of(const ports::RosterRow& row, const Known* known, core::Date as_of) {
  if (known == nullptr) return {.verdict = RosterVerdict::missing};
  ports::RosterResult result;
  if (row.hash) {
    if (proof::sha256({core::as_bytes(domain::hashed_text(known->licence))}) == *row.hash)
      return result;
  } else {
    result.fields = domain::differing_fields(row.licence, known->licence);
    if (result.fields.empty()) return result;
  }
  result.verdict =
      core::uk_date(known->changed_at) > as_of ? RosterVerdict::stale : RosterVerdict::different;
  return result;
}

SealedPlace place_of(const std::string& authority, const core::Uuid& roster, std::int64_t row) {
  return {.table = "roster_row", .authority = authority, .id = roster, .version = row};
}

core::Result<ports::Roster> find_roster(Session& session, const std::string& authority,
                                        const core::Uuid& id) {
  auto rows = session.run(select_roster, Parameters().text(authority).add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such roster of yours.");
  ports::Roster roster;
  roster.id = id;
  roster.as_of = rows->at<core::Date>(0, 0);
  roster.state = domain::roster_state_named(rows->at<std::string>(0, 1)).value_or(roster.state);
  roster.made_at = rows->at<core::Instant>(0, 2);
  roster.is_hashed = rows->at<bool>(0, 3);
  roster.counts = {.rows = rows->at<std::int64_t>(0, 4),
                   .same = rows->at<std::int64_t>(0, 5),
                   .different = rows->at<std::int64_t>(0, 6),
                   .missing = rows->at<std::int64_t>(0, 7),
                   .stale = rows->at<std::int64_t>(0, 8),
                   .extra = rows->at<std::int64_t>(0, 9)};
  if (!rows->is_null(0, 10))
    roster.extra_becomes = domain::licence_status_named(rows->at<std::string>(0, 10));
  return roster;
}

core::Result<std::vector<ports::RosterExtra>> read_extras(Session& session, const Sealer& sealer,
                                                          const std::string& authority,
                                                          const core::Uuid& roster,
                                                          const std::optional<core::Uuid>& after,
                                                          std::size_t most) {
  Parameters parameters;
  parameters.text(authority).add(roster).add(after).add(static_cast<std::int64_t>(most));
  auto rows = session.run(select_extras, parameters);
  if (!rows) return rows.error();
  std::vector<ports::RosterExtra> extras;
  for (int i = 0; i < rows->size(); ++i) {
    auto licence = open_licence(*rows, i, authority, sealer);
    if (!licence) return licence.error();
    extras.push_back({.id = rows->at<core::Uuid>(i, 0),
                      .version = rows->at<std::int64_t>(i, 1),
                      .licence = std::move(*licence)});
  }
  return extras;
}

core::Error repeated(std::int64_t row) {
  return {core::Errc::invalid,
          "Row " + std::to_string(row) +
              " has a licence number that came before. The roster "
              "was not taken.",
          {{"/rows/" + std::to_string(row) + "/licence_number", "came before in this roster"}}};
}

core::Error rows_forgotten() {
  return {core::Errc::conflict, "The rows of this roster are not kept any more. Post it again."};
}

class InHand final : public ports::RosterInHand {
public:
  InHand(const Sealer& sealer, Lease lease, std::string authority, ports::Roster roster)
      : sealer_(sealer),
        lease_(std::move(lease)),
        authority_(std::move(authority)),
        roster_(std::move(roster)) {}

  const ports::Roster& roster() const override { return roster_; }

  core::Result<std::vector<ports::RosterExtra>> extras(const std::optional<core::Uuid>& after,
                                                       std::size_t most) override {
    return read_extras(*lease_, sealer_, authority_, roster_.id, after, most);
  }

  core::Result<std::vector<ports::RosterChange>> changes(std::int64_t after,
                                                         std::size_t most) override {
    Parameters parameters;
    parameters.text(authority_).add(roster_.id).add(after).add(static_cast<std::int64_t>(most));
    auto rows = lease_->run(select_changes, parameters);
    if (!rows) return rows.error();
    std::vector<ports::RosterChange> changes;
    for (int i = 0; i < rows->size(); ++i) {
      const auto row = rows->at<std::int64_t>(i, 0);
      const auto text = sealer_.open(rows->raw(i, 2), rows->at<std::int16_t>(i, 1),
                                     place_of(authority_, roster_.id, row), rows->raw(i, 3));
      if (!text) return text.error();
      auto licence = read_licence_content(*text);
      if (!licence) return licence.error();
      changes.push_back({.place = row, .licence = std::move(*licence)});
    }
    return changes;
  }

  core::Result<ports::Roster> applied(std::optional<domain::LicenceStatus> extra_becomes,
                                      const proof::Leaf& leaf) override {
    std::optional<std::string_view> becomes;
    if (extra_becomes) becomes = name_of(*extra_becomes);
    auto ended =
        lease_->run(end_roster, Parameters().text(authority_).add(roster_.id).add(becomes));
    if (!ended) return ended.error();
    if (ended->affected() == 0) return rows_forgotten();
    auto gone = lease_->run(delete_rows, Parameters().text(authority_).add(roster_.id));
    if (!gone) return gone.error();
    if (auto logged = insert_leaves(*lease_, {&leaf, 1}); !logged) return logged.error();
    auto roster = find_roster(*lease_, authority_, roster_.id);
    if (!roster) return roster.error();
    if (auto done = lease_->commit(); !done) return done.error();
    return roster;
  }

private:
  const Sealer& sealer_;
  Lease lease_;
  const std::string authority_;
  const ports::Roster roster_;
};

}  // namespace

core::Result<void> SqlRosters::begin(const ports::Caller& caller, const ports::Roster& roster) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<void> {
    auto old = session.run(forget_old, Parameters().text(caller.authority).add(roster.made_at));
    if (!old) return old.error();
    auto cut_off =
        session.run(forget_unfinished, Parameters().text(caller.authority).add(roster.made_at));
    if (!cut_off) return cut_off.error();
    Parameters parameters;
    parameters.text(caller.authority).add(roster.id).add(roster.as_of).add(roster.made_at);
    parameters.add(roster.is_hashed);
    if (auto done = session.run(insert_roster, parameters); !done) return done.error();
    return {};
  });
}

core::Result<std::vector<ports::RosterResult>> SqlRosters::compare(
    const ports::Caller& caller, const ports::Roster& roster,
    std::span<const ports::RosterRow> rows) {
  using Results = std::vector<ports::RosterResult>;
  return as_authority(context_, caller, [&](Session& session) -> core::Result<Results> {
    const auto& authority = caller.authority;
    std::vector<core::Hash> indexes;
    Column<core::ByteView> wanted;
    for (const auto& row : rows) {
      indexes.push_back(number_index(context_.sealer, authority, row.licence.licence_number));
      wanted.add(indexes.back());
    }
    const auto known = read_known(session, context_.sealer, authority, wanted);
    if (!known) return known.error();

    Results results;
    Column<std::int64_t> place;
    Column<std::string_view> verdict;
    Column<std::int16_t> key_version;
    Column<core::ByteView> data_key, content;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& row = rows[i];
      const auto found = known->find(indexes[i]);
      const auto& result = results.emplace_back(
          result_of(row, found == known->end() ? nullptr : &found->second, roster.as_of));
      place.add(row.row);
      verdict.add(name_of(result.verdict));
      const bool is_to_put = !row.hash && (result.verdict == RosterVerdict::different ||
                                           result.verdict == RosterVerdict::missing);
      if (!is_to_put) {
        key_version.add_maybe(std::nullopt);
        data_key.add_maybe(std::nullopt);
        content.add_maybe(std::nullopt);
        continue;
      }
      const auto sealed = context_.sealer.seal_new(place_of(authority, roster.id, row.row),
                                                   licence_content(row.licence));
      key_version.add(sealed.key_version);
      data_key.add(sealed.data_key);
      content.add(sealed.content);
    }
    Parameters parameters;
    parameters.text(authority).add(roster.id).add(place).add(wanted).add(verdict);
    parameters.add(key_version).add(data_key).add(content);
    auto kept = session.run(insert_rows, parameters);
    if (!kept) return kept.error();
    if (kept->size() == static_cast<int>(rows.size())) return results;
    std::map<std::int64_t, bool> is_kept;
    for (int i = 0; i < kept->size(); ++i)
      is_kept[kept->at<std::int64_t>(i, 0)] = true;
    for (const auto& row : rows)
      if (!is_kept.contains(row.row)) return repeated(row.row);
    return results;
  });
}

core::Result<ports::Roster> SqlRosters::finish(const ports::Caller& caller, const core::Uuid& id,
                                               const proof::Leaf& leaf) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::Roster> {
    auto done = session.run(finish_roster, Parameters().text(caller.authority).add(id));
    if (!done) return done.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return find_roster(session, caller.authority, id);
  });
}

core::Result<void> SqlRosters::forget(const ports::Caller& caller, const core::Uuid& id) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<void> {
    auto done = session.run(delete_roster, Parameters().text(caller.authority).add(id));
    if (!done) return done.error();
    return {};
  });
}

core::Result<ports::Roster> SqlRosters::find(const ports::Caller& caller, const core::Uuid& id) {
  return as_authority(context_, caller,
                      [&](Session& session) { return find_roster(session, caller.authority, id); });
}

core::Result<std::vector<ports::Rosters::Extra>> SqlRosters::extras(
    const ports::Caller& caller, const core::Uuid& id, const std::optional<core::Uuid>& after,
    std::size_t most) {
  using Extras = std::vector<Extra>;
  return as_authority(context_, caller, [&](Session& session) -> core::Result<Extras> {
    auto read = read_extras(session, context_.sealer, caller.authority, id, after, most);
    if (!read) return read.error();
    Extras extras;
    for (auto& one : *read)
      extras.push_back({one.id, std::move(one.licence.licence_number)});
    return extras;
  });
}

// The lock is taken in a statement of its own, so that the next one sees what its last holder
// committed. It is one that makes no id of a transaction: leaves of others, which wait for their
// numbers until all older transactions have ended, do not wait for this one.
core::Result<std::unique_ptr<ports::RosterInHand>> SqlRosters::take_in_hand(
    const ports::Caller& caller, const core::Uuid& id) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  auto& session = **lease;
  if (auto begun = session.begin_as(caller.authority, caller.acting); !begun) return begun.error();
  const auto key = lock_key(context_.sealer, "roster", caller.authority + " " + id.text());
  const auto lock = session.run(try_lock, Parameters().add(key));
  if (!lock) return lock.error();
  if (!lock->at<bool>(0, 0))
    return core::Error(core::Errc::still_running,
                       "This roster is being applied at this moment. Ask again.");
  auto roster = find_roster(session, caller.authority, id);
  if (!roster) return roster.error();
  if (roster->state == domain::RosterState::compared) {
    const auto whole = session.run(select_whole, Parameters().text(caller.authority).add(id));
    if (!whole) return whole.error();
    if (whole->empty()) return rows_forgotten();
  }
  return std::unique_ptr<ports::RosterInHand>(std::make_unique<InHand>(
      context_.sealer, std::move(*lease), caller.authority, std::move(*roster)));
}

}  // namespace badgewatch::store
