#include "store/own_lists.hpp"

#include "store/check_hits.hpp"
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

core::Result<ports::WaitingHits> SqlOwnLists::waiting_hits(const ports::Caller& caller,
                                                           const ports::HitsWanted& wanted) {
  using Hits = ports::WaitingHits;
  for (;;) {
    bool is_noted = true;
    // Of many checks each page but the last is committed by itself.
    auto hits = as_authority(context_, caller, [&](Session& session) -> core::Result<Hits> {
      const auto more = note_unnoted_hits(session, context_.sealer, caller.authority);
      if (!more) return more.error();
      is_noted = !*more;
      if (!is_noted) return Hits();
      return store::waiting_hits(session, context_.sealer, caller.authority, wanted);
    });
    if (!hits || is_noted) return hits;
  }
}

}  // namespace badgewatch::store
