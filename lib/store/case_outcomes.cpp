#include "store/case_outcomes.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "store/content.hpp"
#include "store/licence_writes.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace badgewatch::store {
namespace {

constexpr std::int64_t licences_at_once = 2'000;

constexpr Statement insert_one{
    "insert_case_outcome",
    "insert into case_outcome (authority, id, check_id, searched_on, result, decided_on, undecided,"
    "                          number_index, corrects, actor, recorded_at, kept_until, key_version,"
    "                          data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};

constexpr Statement select_standing{
    "select_standing_case_outcome",
    "select id, exists (select from case_outcome where authority = $1 and id = $3)"
    " from case_outcome where authority = $1 and check_id = $2 order by number desc limit 1"};

// One after the other: the second is judged by what the first has left.
constexpr Statement wait_for_turn{"wait_for_case_outcome_turn", "select pg_advisory_xact_lock($1)"};

#define BW_COLUMNS                                                                             \
  "o.id, o.check_id, o.searched_on, o.result, o.decided_on, o.undecided, o.corrects, o.actor," \
  " o.recorded_at, o.kept_until, o.key_version, o.data_key, o.content, o.number_index"

constexpr Statement select_of_check{
    "select_case_outcomes", "select " BW_COLUMNS
                            " from case_outcome as o"
                            " where o.authority = $1 and o.check_id = $2 order by o.number"};

constexpr Statement select_grants{
    "select_grants", "select " BW_COLUMNS
                     " from case_outcome as o"
                     " where o.authority = $1 and o.decided_on between $2 and $3"
                     "   and o.result in ('granted', 'renewed')"
                     "   and not exists (select from case_outcome as c"
                     "                    where c.authority = o.authority and c.corrects = o.id)"
                     " order by o.number"};
#undef BW_COLUMNS

constexpr Statement select_licences{
    "select_licences_granted",
    "select id, version, number_index, key_version, data_key, content from licence"
    " where authority = $1 and id > $2 and status not in ('applied', 'refused')"
    " order by id limit $3"};

constexpr Statement select_searches{
    "select_searches_of_licences",
    "select o.number_index, o.searched_on, o.decided_on from case_outcome as o"
    " where o.authority = $1 and o.number_index = any($2) and o.result in ('granted', 'renewed')"
    "   and not exists (select from case_outcome as c"
    "                    where c.authority = o.authority and c.corrects = o.id)"
    " order by o.number"};

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

SealedPlace place_of(std::string_view authority, const core::Uuid& id) {
  return {.table = "case_outcome", .authority = authority, .id = id, .version = 1};
}

std::string content_of(const ports::CaseOutcomeRecord& record) {
  core::JsonWriter out;
  out.begin_object().member("licence_number", record.outcome.licence_number);
  out.member("reason", record.outcome.reason).member("by", record.recorded_by);
  return std::move(out.end_object()).take();
}

core::Result<void> read_content(std::string_view text, ports::CaseOutcomeRecord& record) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  record.outcome.licence_number = reader.optional_string("licence_number").value_or("");
  record.outcome.reason = reader.optional_string("reason", 10'000).value_or("");
  record.recorded_by = reader.optional_string("by", 1'000).value_or("");
  if (!problems.empty()) return unreadable();
  return {};
}

core::Result<std::vector<ports::CaseOutcomeRecord>> records_in(const Rows& rows,
                                                               const Sealer& sealer,
                                                               const std::string& authority) {
  std::vector<ports::CaseOutcomeRecord> records;
  for (int i = 0; i < rows.size(); ++i) {
    ports::CaseOutcomeRecord record;
    record.id = rows.at<core::Uuid>(i, 0);
    record.check = rows.at<core::Uuid>(i, 1);
    record.searched_on = rows.at<core::Date>(i, 2);
    const auto result = domain::case_result_named(rows.at<std::string>(i, 3));
    if (!result) return unreadable();
    record.outcome.result = *result;
    record.outcome.decided_on = rows.at<core::Date>(i, 4);
    record.undecided = static_cast<std::size_t>(rows.at<std::int64_t>(i, 5));
    record.corrects = rows.maybe<core::Uuid>(i, 6);
    record.actor = rows.at<std::string>(i, 7);
    record.recorded_at = rows.at<core::Instant>(i, 8);
    record.kept_until = rows.at<core::Date>(i, 9);
    const auto content = sealer.open(rows.raw(i, 11), rows.at<std::int16_t>(i, 10),
                                     place_of(authority, record.id), rows.raw(i, 12));
    if (!content) return content.error();
    if (auto read = read_content(*content, record); !read) return read.error();
    records.push_back(std::move(record));
  }
  return records;
}

// The next page of the authority's licences behind `after`: those that began in the period. False
// when there are no more. When they began is sealed, so each is opened.
core::Result<bool> read_page(Session& session, const Sealer& sealer, const std::string& authority,
                             core::Date from, core::Date to, core::Uuid& after,
                             std::vector<ports::GrantedLicence>& all) {
  const auto rows =
      session.run(select_licences, Parameters().text(authority).add(after).add(licences_at_once));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    after = rows->at<core::Uuid>(i, 0);
    const auto content = sealer.open(rows->raw(i, 4), rows->at<std::int16_t>(i, 3),
                                     {.table = "licence",
                                      .authority = authority,
                                      .id = after,
                                      .version = rows->at<std::int64_t>(i, 1)},
                                     rows->raw(i, 5));
    if (!content) return content.error();
    auto licence = read_licence_content(*content);
    if (!licence) return licence.error();
    if (!licence->granted_on || *licence->granted_on < from || to < *licence->granted_on) continue;
    all.push_back(
        {authority, std::move(licence->licence_number), licence->status, *licence->granted_on, {}});
  }
  return rows->size() == licences_at_once;
}

// What stands under one code in the period.
core::Result<void> add_grants(Session& session, const Sealer& sealer, const std::string& authority,
                              core::Date from, core::Date to, ports::Grants& grants) {
  const auto rows = session.run(select_grants, Parameters().text(authority).add(from).add(to));
  if (!rows) return rows.error();
  auto outcomes = records_in(*rows, sealer, authority);
  if (!outcomes) return outcomes.error();
  std::move(outcomes->begin(), outcomes->end(), std::back_inserter(grants.outcomes));
  core::Uuid after;
  for (;;) {
    const auto more = read_page(session, sealer, authority, from, to, after, grants.licences);
    if (!more) return more.error();
    if (!*more) return {};
  }
}

// Fills in what was recorded for these licences under one code.
core::Result<void> add_searches(Session& session, const Sealer& sealer,
                                const std::string& authority,
                                std::vector<ports::GrantedLicence>& licences) {
  std::multimap<core::Hash, ports::GrantedLicence*> by_index;
  for (auto& licence : licences)
    by_index.emplace(number_index(sealer, authority, licence.licence_number), &licence);
  Column<core::ByteView> indexes;
  for (auto one = by_index.begin(); one != by_index.end(); one = by_index.upper_bound(one->first))
    indexes.add(one->first);
  const auto rows = session.run(select_searches, Parameters().text(authority).add(indexes));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto [first, last] = by_index.equal_range(rows->at<core::Hash>(i, 0));
    for (auto one = first; one != last; ++one)
      one->second->searches.push_back({rows->at<core::Date>(i, 1), rows->at<core::Date>(i, 2)});
  }
  return {};
}

// One that a successor has put under its own code too is one licence: its own.
void sort_each_once(std::vector<ports::GrantedLicence>& licences, const std::string& own) {
  const auto key = [](const ports::GrantedLicence& one) {
    return std::tie(one.licence_number, one.granted_on);
  };
  std::sort(licences.begin(), licences.end(), [&](const auto& a, const auto& b) {
    if (key(a) != key(b)) return key(a) < key(b);
    return std::pair(a.authority != own, a.authority) < std::pair(b.authority != own, b.authority);
  });
  licences.erase(std::unique(licences.begin(), licences.end(),
                             [&](const auto& a, const auto& b) {
                               return a.authority != b.authority && key(a) == key(b);
                             }),
                 licences.end());
}

}  // namespace

core::Result<std::vector<ports::CaseOutcomeRecord>> SqlCaseOutcomes::of_check(
    const ports::Caller& caller, const core::Uuid& check) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<std::vector<ports::CaseOutcomeRecord>> {
                        const auto rows = session.run(
                            select_of_check, Parameters().text(caller.authority).add(check));
                        if (!rows) return rows.error();
                        return records_in(*rows, context_.sealer, caller.authority);
                      });
}

core::Result<ports::Grants> SqlCaseOutcomes::grants(std::span<const ports::Caller> listed,
                                                    std::span<const ports::Caller> house,
                                                    core::Date from, core::Date to,
                                                    const proof::Leaf& leaf) {
  ports::Grants grants;
  for (const auto& caller : listed) {
    const bool is_first = &caller == &listed.front();
    auto added = as_authority(context_, caller, [&](Session& session) -> core::Result<void> {
      if (is_first)
        if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged;
      return add_grants(session, context_.sealer, caller.authority, from, to, grants);
    });
    if (!added) return added.error();
  }
  sort_each_once(grants.licences, listed.front().authority);
  if (grants.licences.empty()) return grants;
  for (const auto& caller : house) {
    auto added = as_authority(context_, caller, [&](Session& session) {
      return add_searches(session, context_.sealer, caller.authority, grants.licences);
    });
    if (!added) return added.error();
  }
  return grants;
}

core::Result<void> SqlCaseOutcomeWork::keep(const ports::CaseOutcomeRecord& record) {
  const auto& authority = caller_.authority;
  const auto turn = lock_key(context_.sealer, "case outcome", record.check.text());
  if (auto waited = session_.run(wait_for_turn, Parameters().add(turn)); !waited)
    return waited.error();
  const auto rows =
      session_.run(select_standing, Parameters().text(authority).add(record.check).add(record.id));
  if (!rows) return rows.error();
  if (!rows->empty() && rows->at<bool>(0, 1)) return {};
  const auto stands = rows->empty() ? std::nullopt : std::optional(rows->at<core::Uuid>(0, 0));
  if (stands != record.corrects)
    return stands ? core::Error(core::Errc::conflict,
                                "What became of this check's case is recorded already, as " +
                                    stands->text() + ". To correct it, name that as `corrects`.",
                                {{"/corrects", "must be " + stands->text()}})
                  : core::Error(core::Errc::conflict,
                                "Nothing is recorded yet of what became of this check's case.",
                                {{"/corrects", "names nothing of this check"}});
  const auto sealed = context_.sealer.seal_new(place_of(authority, record.id), content_of(record));
  const auto& number = record.outcome.licence_number;
  const auto index = number_index(context_.sealer, authority, number);
  Parameters parameters;
  parameters.text(authority).add(record.id).add(record.check).add(record.searched_on);
  parameters.text(name_of(record.outcome.result)).add(record.outcome.decided_on);
  parameters.add(static_cast<std::int64_t>(record.undecided));
  parameters.add(number.empty() ? std::nullopt : std::optional(core::ByteView(index)));
  parameters.add(record.corrects).text(record.actor).add(record.recorded_at);
  parameters.add(record.kept_until).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = session_.run(insert_one, parameters); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
