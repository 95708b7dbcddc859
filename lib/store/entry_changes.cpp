#include "store/entry_changes.hpp"

#include "store/content.hpp"
#include "store/decision_writes.hpp"

namespace badgewatch::store {
namespace {

const std::string select_decision_text =
    std::string("select ") + decision_columns +
    ", (select max(f.seq) from feed as f where f.kind = 2 and f.row_id = d.id)"
    ", lifted, appealed, disputed_on"
    " from decision as d where d.authority = $1 and d.id = $2";
const Statement select_decision{"select_decision", select_decision_text.c_str()};

constexpr Statement select_history{
    "select_decision_history",
    "select version, change, happened_on, recorded_at, actor, id, state, is_proposal, is_told,"
    "       key_version, data_key, content"
    " from decision_change where authority = $1 and decision = $2 order by version"};

constexpr Statement select_proposal{
    "select_decision_proposal",
    "select version, change, key_version, data_key, content"
    " from decision_proposal where authority = $1 and decision = $2"};

constexpr Statement select_given{
    "select_given",
    "select 1 where exists (select from hit_given where authority = $1 and entry = $2)"
    "   or exists (select from alert where authority = $1 and entry = $2)"};

constexpr Statement update_decision{
    "update_decision",
    "update decision"
    " set version = $3, state = $4, lifted = $5, appealed = $6, decided_on = $7,"
    "     effective_on = $8, suspension_ends_on = $9, changed_at = $10, content_digest = $11,"
    "     key_version = $12, data_key = $13, content = $14, disputed_on = $15"
    " where authority = $1 and id = $2 and version = $3 - 1"};

constexpr Statement insert_change{
    "insert_decision_change",
    "insert into decision_change (authority, decision, version, change, happened_on, recorded_at,"
    "                             actor, id, state, is_proposal, is_told, key_version, data_key,"
    "                             content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};

constexpr Statement delete_proposal{
    "delete_decision_proposal",
    "delete from decision_proposal where authority = $1 and decision = $2"};

constexpr Statement insert_proposal{
    "insert_decision_proposal",
    "insert into decision_proposal (authority, decision, version, change, key_version, data_key,"
    "                               content)"
    " values ($1, $2, $3, $4, $5, $6, $7)"};

constexpr Statement tell_of_change{"tell_of_change", "select tell_of_change($1, $2, $3)"};

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

SealedPlace place_in(std::string_view table, const std::string& authority, const core::Uuid& id,
                     std::int64_t version) {
  return {.table = table, .authority = authority, .id = id, .version = version};
}

core::Result<void> read_history(Session& session, const Sealer& sealer,
                                ports::DecisionRecord& record) {
  auto rows = session.run(select_history, Parameters().text(record.authority).add(record.id));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    ports::HistoryItem item;
    item.version = rows->at<std::int64_t>(i, 0);
    item.change = rows->at<std::string>(i, 1);
    item.on = rows->at<core::Date>(i, 2);
    item.at = rows->at<core::Instant>(i, 3);
    item.actor = rows->at<std::string>(i, 4);
    item.id = rows->maybe<core::Uuid>(i, 5).value_or(core::Uuid{});
    if (!rows->is_null(i, 6)) {
      const auto state = domain::entry_state_named(rows->at<std::string>(i, 6));
      if (!state) return unreadable();
      item.state = *state;
    }
    item.is_proposal = rows->at<bool>(i, 7);
    item.is_told = rows->at<bool>(i, 8);
    if (!rows->is_null(i, 10)) {
      const auto content = sealer.open(
          rows->raw(i, 10), rows->at<std::int16_t>(i, 9),
          place_in("decision_change", record.authority, record.id, item.version), rows->raw(i, 11));
      if (!content) return content.error();
      if (auto read = read_change_content(*content, item); !read) return read.error();
    }
    record.history.push_back(std::move(item));
  }
  return {};
}

core::Result<void> read_proposal(Session& session, const Sealer& sealer,
                                 ports::DecisionRecord& record) {
  auto rows = session.run(select_proposal, Parameters().text(record.authority).add(record.id));
  if (!rows) return rows.error();
  if (rows->empty()) return {};
  ports::Proposal proposal;
  proposal.version = rows->at<std::int64_t>(0, 0);
  const auto change = domain::entry_change_named(rows->at<std::string>(0, 1));
  if (!change) return unreadable();
  proposal.change = *change;
  const auto content =
      sealer.open(rows->raw(0, 3), rows->at<std::int16_t>(0, 2),
                  place_in("decision_proposal", record.authority, record.id, proposal.version),
                  rows->raw(0, 4));
  if (!content) return content.error();
  if (auto read = read_proposal_content(*content, proposal); !read) return read.error();
  record.proposal = std::move(proposal);
  return {};
}

// A row that is gone was erased at the end of its period; nobody else changes it meanwhile.
core::Result<void> write_entry(Session& session, const Sealer& sealer,
                               const ports::DecisionRecord& changed, core::Instant now) {
  const auto& decision = changed.decision;
  const auto content = decision_content(decision);
  const auto sealed = sealer.seal_new(
      place_in("decision", changed.authority, changed.id, changed.version), content);
  Parameters parameters;
  parameters.text(changed.authority).add(changed.id).add(changed.version);
  parameters.text(name_of(changed.state)).add(changed.lifted).add(changed.appealed);
  parameters.add(decision.decided_on).add(decision.effective_on).add(decision.suspension_ends_on);
  parameters.add(now).bytes(sealed.digest).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content).add(changed.disputed_on);
  auto done = session.run(update_decision, parameters);
  if (!done) return done.error();
  if (done->affected() != 1)
    return core::Error(core::Errc::not_found, "There is no such decision any more.");
  return {};
}

core::Result<void> write_item(Session& session, const Sealer& sealer,
                              const ports::DecisionRecord& changed) {
  const auto& item = changed.history.back();
  const auto sealed =
      sealer.seal_new(place_in("decision_change", changed.authority, changed.id, item.version),
                      change_content(item));
  Parameters parameters;
  parameters.text(changed.authority).add(changed.id).add(item.version).text(item.change);
  parameters.add(item.on).add(item.at).text(item.actor).add(item.id).text(name_of(item.state));
  parameters.add(item.is_proposal).add(item.is_told).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  auto done = session.run(insert_change, parameters);
  if (!done) return done.error();
  return {};
}

core::Result<void> write_proposal(Session& session, const Sealer& sealer,
                                  const ports::DecisionRecord& changed) {
  auto deleted = session.run(delete_proposal, Parameters().text(changed.authority).add(changed.id));
  if (!deleted) return deleted.error();
  if (!changed.proposal) return {};
  const auto& proposal = *changed.proposal;
  const auto sealed = sealer.seal_new(
      place_in("decision_proposal", changed.authority, changed.id, proposal.version),
      proposal_content(proposal));
  Parameters parameters;
  parameters.text(changed.authority).add(changed.id).add(proposal.version);
  parameters.text(name_of(proposal.change)).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  auto done = session.run(insert_proposal, parameters);
  if (!done) return done.error();
  return {};
}

}  // namespace

core::Result<std::optional<ports::DecisionRecord>> read_entry(Session& session,
                                                              const Sealer& sealer,
                                                              const std::string& authority,
                                                              const core::Uuid& id) {
  auto rows = session.run(select_decision, Parameters().text(authority).add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::DecisionRecord>();
  auto record = record_of(*rows, 0, sealer);
  if (!record) return record.error();
  record->lifted = rows->at<bool>(0, 12);
  record->appealed = rows->at<bool>(0, 13);
  record->disputed_on = rows->maybe<core::Date>(0, 14);
  if (auto read = read_history(session, sealer, *record); !read) return read.error();
  if (auto read = read_proposal(session, sealer, *record); !read) return read.error();
  return std::optional(std::move(*record));
}

core::Result<ports::DecisionRecord> read_own_entry(Session& session, const Sealer& sealer,
                                                   const ports::Caller& caller,
                                                   const core::Uuid& id) {
  auto record = read_entry(session, sealer, caller.authority, id);
  if (!record) return record.error();
  if (*record) return std::move(**record);
  auto given = session.run(select_given, Parameters().text(caller.authority).add(id));
  if (!given) return given.error();
  if (given->empty()) return core::Error(core::Errc::not_found, "There is no such decision.");
  return core::Error(core::Errc::forbidden,
                     "This entry is another authority's, which alone may change it. Ask that "
                     "authority to.");
}

core::Result<void> write_change(Session& session, const Sealer& sealer, const ports::Caller& caller,
                                const ports::DecisionRecord& changed) {
  const auto& item = changed.history.back();
  if (auto done = write_entry(session, sealer, changed, item.at); !done) return done.error();
  if (auto done = write_item(session, sealer, changed); !done) return done.error();
  if (auto done = write_proposal(session, sealer, changed); !done) return done.error();
  auto told = session.run(tell_of_change,
                          Parameters().text(caller.authority).add(changed.id).add(changed.version));
  if (!told) return told.error();
  return {};
}

}  // namespace badgewatch::store
