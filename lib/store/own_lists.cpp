#include "store/own_lists.hpp"

#include "store/check_rows.hpp"
#include "store/content.hpp"
#include "store/decision_writes.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

const std::string select_entries_text =
    std::string("select ") + decision_columns +
    ", null::bigint"
    " from decision where authority = $1 and ($2::uuid is null or id < $2)"
    " order by id desc limit $3";
const Statement select_entries{"select_own_entries", select_entries_text.c_str()};

constexpr Statement select_searches{
    "select_own_searches",
    "select actor, checked_at, watched_until, purpose, outcome, key_version, data_key, request, id"
    " from check_record"
    " where authority = $1 and ($2::uuid is null or id < $2)"
    "   and ($4 = '' or actor = $4) and ($5 = '' or purpose = $5) and ($6 = '' or outcome = $6)"
    " order by id desc limit $3"};

// Leaves out those whose hits are all decided on themselves, by the finding that is the last about
// its two people: a hit for which that is not so is another one, so fewer settled than there are
// leaves the check in.
constexpr Statement select_with_hits{
    "select_checks_with_hits",
    "select c.actor, c.checked_at, c.watched_until, c.purpose, c.outcome, c.key_version,"
    "       c.data_key, c.pairs, c.id, array_to_string(c.entries, ' ')"
    " from check_record as c"
    " where c.authority = $1 and ($2::uuid is null or c.id > $2) and c.pairs is not null"
    "   and (c.entries is null or cardinality(c.entries) >"
    "     (select count(distinct f.hit) from finding as f"
    "       where f.authority = $1 and f.check_id = c.id and f.finding <> 'undecided'"
    "         and not exists (select from finding as later"
    "                          where later.authority = $1 and later.pair = f.pair"
    "                            and later.number > f.number and later.finding = 'undecided')))"
    " order by c.id limit $3"};

constexpr Statement select_standing{"select_standing", "select standing_of($1)"};

constexpr Statement select_in_full{
    "select_checks_in_full",
    "select actor, checked_at, watched_until, purpose, outcome, key_version, data_key, request,"
    "       answer, null::bytea, null::bytea, id"
    " from check_record where authority = $1 and id = any($2) and data_key is not null"
    " order by id"};

Parameters page_parameters(const ports::Caller& caller, const ports::PageWanted& page) {
  Parameters parameters;
  parameters.text(caller.authority).add(page.before).add(static_cast<std::int64_t>(page.most));
  return parameters;
}

core::Result<ports::CheckRecord> search_at(const Rows& rows, int row, const std::string& authority,
                                           const Sealer& sealer) {
  auto record = check_facts_of(rows, row, authority, rows.at<core::Uuid>(row, 8));
  if (rows.is_null(row, 6)) return record;  // erased
  const auto place = check_place(record);
  auto key = sealer.unwrap(rows.raw(row, 6), rows.at<std::int16_t>(row, 5), place);
  if (!key) return key.error();
  auto request = sealer.open(*key, place, "request", rows.raw(row, 7));
  if (!request) return request.error();
  record.request = std::move(*request);
  return record;
}

core::Result<ports::CheckWithHits> hits_at(const Rows& rows, int row, const std::string& authority,
                                           const Sealer& sealer) {
  ports::CheckWithHits one{check_facts_of(rows, row, authority, rows.at<core::Uuid>(row, 8)), {}};
  auto& record = one.record;
  const auto place = check_place(record);
  auto key = sealer.unwrap(rows.raw(row, 6), rows.at<std::int16_t>(row, 5), place);
  if (!key) return key.error();
  auto pairs = sealer.open(*key, place, "pairs", rows.raw(row, 7));
  if (!pairs) return pairs.error();
  if (auto read = read_pairs_content(*pairs, record); !read) return read.error();
  // Unknown of a check from before its entries were kept beside it.
  for (const auto& entry : words_of(rows.maybe<std::string>(row, 9).value_or("")))
    if (const auto id = core::Uuid::parse(entry)) record.entries.push_back(*id);
  one.stands.assign(record.pairs.size(), true);
  return one;
}

// Whether the entries of all of them stand, in one look.
core::Result<void> add_standing(Session& session, std::vector<ports::CheckWithHits>& checks) {
  Column<core::Uuid> entries;
  for (const auto& one : checks)
    for (const auto& entry : one.record.entries)
      entries.add(entry);
  if (entries.size() == 0) return {};
  const auto rows = session.run(select_standing, Parameters().add(entries));
  if (!rows) return rows.error();
  const auto standing = rows->at<std::string>(0, 0);
  std::size_t at = 0;
  for (auto& one : checks)
    for (std::size_t n = 0; n < one.record.entries.size(); ++n, ++at)
      if (n < one.stands.size()) one.stands[n] = standing.at(at) == '1';
  return {};
}

}  // namespace

core::Result<std::vector<ports::DecisionRecord>> SqlOwnLists::entries(
    const ports::Caller& caller, const ports::PageWanted& page) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<std::vector<ports::DecisionRecord>> {
                        auto rows = session.run(select_entries, page_parameters(caller, page));
                        if (!rows) return rows.error();
                        std::vector<ports::DecisionRecord> entries;
                        for (int i = 0; i < rows->size(); ++i) {
                          auto one = record_of(*rows, i, context_.sealer);
                          if (!one) return one.error();
                          entries.push_back(std::move(*one));
                        }
                        return entries;
                      });
}

core::Result<std::vector<ports::CheckRecord>> SqlOwnLists::searches(
    const ports::Caller& caller, const ports::SearchesWanted& wanted,
    const ports::PageWanted& page) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<std::vector<ports::CheckRecord>> {
                        auto parameters = page_parameters(caller, page);
                        parameters.text(wanted.actor);
                        parameters.text(wanted.purpose ? name_of(*wanted.purpose) : "");
                        parameters.text(wanted.outcome ? name_of(*wanted.outcome) : "");
                        auto rows = session.run(select_searches, parameters);
                        if (!rows) return rows.error();
                        std::vector<ports::CheckRecord> searches;
                        for (int i = 0; i < rows->size(); ++i) {
                          auto one = search_at(*rows, i, caller.authority, context_.sealer);
                          if (!one) return one.error();
                          searches.push_back(std::move(*one));
                        }
                        return searches;
                      });
}

core::Result<std::vector<ports::CheckWithHits>> SqlOwnLists::with_hits(
    const ports::Caller& caller, const ports::HitsWanted& wanted) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<std::vector<ports::CheckWithHits>> {
                        Parameters parameters;
                        parameters.text(caller.authority).add(wanted.after);
                        parameters.add(static_cast<std::int64_t>(wanted.most));
                        auto rows = session.run(select_with_hits, parameters);
                        if (!rows) return rows.error();
                        std::vector<ports::CheckWithHits> checks;
                        for (int i = 0; i < rows->size(); ++i) {
                          auto one = hits_at(*rows, i, caller.authority, context_.sealer);
                          if (!one) return one.error();
                          checks.push_back(std::move(*one));
                        }
                        if (auto done = add_standing(session, checks); !done) return done.error();
                        return checks;
                      });
}

core::Result<std::vector<ports::CheckRecord>> SqlOwnLists::in_full(
    const ports::Caller& caller, std::span<const core::Uuid> checks) {
  Column<core::Uuid> ids;
  for (const auto& id : checks)
    ids.add(id);
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::CheckRecord>> {
        auto rows = session.run(select_in_full, Parameters().text(caller.authority).add(ids));
        if (!rows) return rows.error();
        std::vector<ports::CheckRecord> records;
        for (int i = 0; i < rows->size(); ++i) {
          auto one = check_record_of(*rows, i, caller.authority, rows->at<core::Uuid>(i, 11),
                                     context_.sealer);
          if (!one) return one.error();
          records.push_back(std::move(*one));
        }
        return records;
      });
}

}  // namespace badgewatch::store
