#include "store/decision_writes.hpp"

#include "store/content.hpp"
#include "store/holds.hpp"

#include <unordered_set>

namespace badgewatch::store {
namespace {

// The first version tells whether the same content comes again, whatever became of the entry since.
constexpr Statement select_known_decisions{
    "select_known_decisions",
    "select d.authority, d.id, d.version, d.state, d.enter_by, d.late, d.retained_until,"
    "       d.entered_at, d.key_version, d.data_key, d.content,"
    "       (select max(f.seq) from feed as f where f.kind = 2 and f.row_id = d.id),"
    "       d.reference_index, coalesce(v.content_digest, d.content_digest),"
    "       coalesce(v.key_version, d.key_version),"
    "       case when v.id is null then d.data_key else v.data_key end"
    " from decision as d"
    " left join decision_version as v"
    "   on v.authority = d.authority and v.id = d.id and v.version = 1"
    " where d.authority = $1 and (d.reference_index = any($2) or d.id = any($3))"};

constexpr Statement select_elsewhere{"select_decisions_elsewhere",
                                     "select count(*) from decisions_elsewhere($1, $2)"};

constexpr Statement insert_decisions{
    "insert_decisions",
    "with entered as ("
    "  select *"
    "  from unnest($4::uuid[], $5::bytea[], $6::text[], $7::date[], $8::date[], $9::date[],"
    "              $10::date[], $11::date[], $12::bool[], $13::date[], $14::timestamptz[],"
    "              $15::bytea[], $16::bytea[], $17::bytea[], $18::text[], $19::date[])"
    "       as e(id, reference_index, kind, decided_on, effective_on, notified_on,"
    "            suspension_ends_on, enter_by, late, retained_until, entered_at, content_digest,"
    "            data_key, content, change, happened_on)"
    "), history as ("
    "  insert into decision_change (authority, decision, version, change, happened_on, recorded_at,"
    "                               actor)"
    "  select $1, id, 1, change, happened_on, entered_at, $2 from entered"
    ")"
    " insert into decision (authority, id, reference_index, version, kind, state, decided_on,"
    "                       effective_on, notified_on, suspension_ends_on, enter_by, late,"
    "                       retained_until, entered_at, changed_at, content_digest, key_version,"
    "                       data_key, content)"
    " select $1, id, reference_index, 1, kind, 'active', decided_on, effective_on, notified_on,"
    "        suspension_ends_on, enter_by, late, retained_until, entered_at, entered_at,"
    "        content_digest, $3, data_key, content"
    " from entered"};

}  // namespace

const char* const decision_columns =
    "authority, id, version, state, enter_by, late, retained_until, entered_at, key_version,"
    " data_key, content";

core::Result<ports::DecisionRecord> record_of(const store::Rows& rows, int row,
                                              const Sealer& sealer) {
  ports::DecisionRecord record;
  record.authority = rows.at<std::string>(row, 0);
  record.id = rows.at<core::Uuid>(row, 1);
  record.version = rows.at<std::int64_t>(row, 2);
  const auto state = domain::entry_state_named(rows.at<std::string>(row, 3));
  record.clocks = {.enter_by = rows.at<core::Date>(row, 4),
                   .late = rows.maybe<bool>(row, 5),
                   .retained_until = rows.at<core::Date>(row, 6)};
  record.entered_at = rows.at<core::Instant>(row, 7);
  const auto content = sealer.open(rows.raw(row, 9), rows.at<std::int16_t>(row, 8),
                                   {.table = "decision",
                                    .authority = record.authority,
                                    .id = record.id,
                                    .version = record.version},
                                   rows.raw(row, 10));
  if (!content) return content.error();
  auto decision = read_decision_content(*content);
  if (!decision) return decision.error();
  if (!state) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  record.state = *state;
  record.decision = std::move(*decision);
  record.feed_seq = rows.maybe<std::int64_t>(row, 11).value_or(0);
  return record;
}

core::Result<std::vector<ports::DecisionEntered>> DecisionWrites::enter(
    Session& session, std::span<const ports::DecisionToEnter> decisions, core::Instant now) {
  std::vector<core::Hash> indexes;
  indexes.reserve(decisions.size());
  for (const auto& wanted : decisions)
    indexes.push_back(context_.sealer.blind("decision reference",
                                            {caller_.authority, wanted.decision.your_reference}));
  if (auto read = read_known(session, decisions, indexes); !read) return read.error();

  std::vector<ports::DecisionEntered> outcomes;
  outcomes.reserve(decisions.size());
  for (std::size_t i = 0; i < decisions.size(); ++i)
    outcomes.push_back(enter_one(decisions[i], indexes[i], now));
  return outcomes;
}

// Also by id: an earlier attempt may have been committed, and its answer lost.
core::Result<void> DecisionWrites::read_known(Session& session,
                                              std::span<const ports::DecisionToEnter> decisions,
                                              std::span<const core::Hash> indexes) {
  Column<core::ByteView> references;
  for (const auto& index : indexes)
    if (!known_.contains(index)) references.add(index);
  Column<core::Uuid> ids;
  std::unordered_set<core::Uuid> wanted;
  for (const auto& decision : decisions) {
    ids.add(decision.id);
    wanted.insert(decision.id);
  }

  auto rows = session.run(select_known_decisions,
                          Parameters().text(caller_.authority).add(references).add(ids));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    auto record = record_of(*rows, i, context_.sealer);
    if (!record) return record.error();
    if (wanted.contains(record->id)) entered_before_.emplace(record->id, *record);
    if (rows->is_null(i, 12)) continue;
    auto key = context_.sealer.unwrap(
        rows->raw(i, 15), rows->at<std::int16_t>(i, 14),
        {.table = "decision", .authority = caller_.authority, .id = record->id, .version = 1});
    if (!key) return key.error();
    known_.emplace(
        rows->at<core::Hash>(i, 12),
        Known{.record = std::move(*record), .key = *key, .entered = rows->at<core::Hash>(i, 13)});
  }
  return check_here(session, decisions, indexes);
}

// An old system sends again what it has recorded: an entry that went to another successor is not
// seen, and stands under its reference all the same.
core::Result<void> DecisionWrites::check_here(Session& session,
                                              std::span<const ports::DecisionToEnter> decisions,
                                              std::span<const core::Hash> indexes) {
  Column<core::ByteView> unseen;
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (!decisions[i].decision.your_reference.empty() && !known_.contains(indexes[i]))
      unseen.add(indexes[i]);
  if (unseen.size() == 0) return {};
  const auto elsewhere =
      session.run(select_elsewhere, Parameters().text(caller_.authority).add(unseen));
  if (!elsewhere) return elsewhere.error();
  if (elsewhere->at<std::int64_t>(0, 0) == 0) return {};
  return core::Error(core::Errc::forbidden,
                     "The authority was divided, and this went to another of its successors.");
}

ports::DecisionEntered DecisionWrites::enter_one(const ports::DecisionToEnter& wanted,
                                                 const core::Hash& index, core::Instant now) {
  if (const auto before = entered_before_.find(wanted.id); before != entered_before_.end())
    return {.outcome = ports::EnterOutcome::entered, .record = before->second};
  const auto content = decision_content(wanted.decision);
  if (const auto place = known_.find(index); place != known_.end()) {
    const auto& known = place->second;
    const bool is_same = Sealer::digest(known.key, content) == known.entered;
    return {
        .outcome = is_same ? ports::EnterOutcome::repeated : ports::EnterOutcome::reference_taken,
        .record = known.record};
  }

  const ports::DecisionRecord record{.id = wanted.id,
                                     .authority = caller_.authority,
                                     .decision = wanted.decision,
                                     .clocks = wanted.clocks,
                                     .entered_at = now,
                                     .state = domain::EntryState::active,
                                     .version = 1,
                                     .feed_seq = 0};
  const auto key = context_.sealer.new_key();
  add(record, index, content, key);
  if (!wanted.decision.your_reference.empty())
    known_.emplace(index,
                   Known{.record = record, .key = key, .entered = Sealer::digest(key, content)});
  return {.outcome = ports::EnterOutcome::entered, .record = record};
}

void DecisionWrites::add(const ports::DecisionRecord& record, const core::Hash& index,
                         const std::string& content, const DataKey& key) {
  const auto& decision = record.decision;
  const SealedPlace place{
      .table = "decision", .authority = record.authority, .id = record.id, .version = 1};
  const bool is_imported = decision.first_entered_on.has_value();

  if (!is_imported) counted_.push_back(record.id);
  entered_at_ = record.entered_at;
  rows_.id.add(record.id);
  if (decision.your_reference.empty())
    rows_.reference_index.add_maybe(std::nullopt);
  else
    rows_.reference_index.add(index);
  rows_.kind.add(name_of(decision.kind));
  rows_.decided_on.add(decision.decided_on);
  rows_.effective_on.add(decision.effective_on);
  rows_.notified_on.add(decision.notified_on);
  rows_.suspension_ends_on.add_maybe(decision.suspension_ends_on);
  rows_.enter_by.add(record.clocks.enter_by);
  rows_.late.add_maybe(record.clocks.late);
  rows_.retained_until.add(record.clocks.retained_until);
  rows_.entered_at.add(record.entered_at);
  rows_.digest.add(Sealer::digest(key, content));
  rows_.data_key.add(context_.sealer.wrap(key, place, generation_));
  rows_.content.add(context_.sealer.seal(key, place, "content", content));
  rows_.change.add(is_imported ? "imported" : "entered");
  rows_.happened_on.add(decision.first_entered_on.value_or(core::uk_date(record.entered_at)));
}

core::Result<void> DecisionWrites::write(Session& session) {
  if (rows_.id.size() == 0) return {};
  // Before the decisions, whose events lock the feed's head for everybody.
  const auto held = hold_too_many(session, context_, caller_, counted_, entered_at_);
  if (!held) return held.error();
  Parameters parameters;
  parameters.text(caller_.authority).text(caller_.actor).add(generation_);
  parameters.add(rows_.id).add(rows_.reference_index).add(rows_.kind).add(rows_.decided_on);
  parameters.add(rows_.effective_on).add(rows_.notified_on).add(rows_.suspension_ends_on);
  parameters.add(rows_.enter_by).add(rows_.late).add(rows_.retained_until).add(rows_.entered_at);
  parameters.add(rows_.digest).add(rows_.data_key).add(rows_.content).add(rows_.change);
  parameters.add(rows_.happened_on);
  auto done = session.run(insert_decisions, parameters);
  if (!done) return done.error();
  rows_ = {};
  counted_.clear();
  return {};
}

}  // namespace badgewatch::store
