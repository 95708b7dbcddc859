#include "store/grant_report.hpp"

#include "store/case_outcome_rows.hpp"
#include "store/content.hpp"
#include "store/grant_days.hpp"
#include "store/licence_days.hpp"
#include "store/licence_writes.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>

namespace badgewatch::store {
namespace {

constexpr std::int64_t longest_page = 5'000;

// Of `case_outcome as o`, where $1 is the code.
#define BW_GRANTS_THAT_STAND                                 \
  " o.authority = $1 and o.result in ('granted', 'renewed')" \
  " and not exists (select from case_outcome as c"           \
  "                  where c.authority = o.authority and c.corrects = o.id)"

constexpr Statement select_begun{"select_licences_begun",
                                 "select id, began_on from licences_begun($1, $2, $3, $4)"
                                 " order by began_on desc, id"};

constexpr Statement select_to_open{"select_licences_granted",
                                   "select id, version, key_version, data_key, content from licence"
                                   " where authority = $1 and id = any($2)"};

constexpr Statement select_searches{
    "select_searches_of_licences",
    "select o.number_index, o.searched_on, o.decided_on from case_outcome as o"
    " where o.number_index = any($2) and" BW_GRANTS_THAT_STAND};

constexpr Statement count_outcomes{
    "count_grants_to_look_at",
    "select count(*) filter (where o.undecided > 0),"
    "       count(*) filter (where o.number_index is null)"
    " from case_outcome as o"
    " where o.decided_on between $2 and $3 and (o.undecided > 0 or o.number_index is null)"
    "   and" BW_GRANTS_THAT_STAND};

constexpr Statement select_undecided{"select_grants_against_undecided", BW_CASE_OUTCOMES
                                     " where o.decided_on between $2 and $3 and o.undecided > 0"
                                     "   and" BW_GRANTS_THAT_STAND " order by o.number limit $4"};

#undef BW_GRANTS_THAT_STAND

struct Begun {
  core::Uuid id;
  core::Date on;
};

// What is asked, under one code, in a transaction of its own.
struct Asked {
  Session& session;
  const Sealer& sealer;
  const std::string& authority;
  const ports::GrantsWanted& wanted;

  Parameters days() const {
    Parameters parameters;
    return std::move(parameters.text(authority).add(wanted.from).add(wanted.to));
  }
};

core::Result<void> add_outcomes(const Asked& asked, ports::Grants& grants) {
  const auto counts = asked.session.run(count_outcomes, asked.days());
  if (!counts) return counts.error();
  const auto undecided = static_cast<std::size_t>(counts->at<std::int64_t>(0, 0));
  grants.against_undecided_count += undecided;
  grants.without_licence_number += static_cast<std::size_t>(counts->at<std::int64_t>(0, 1));
  const auto room = std::min(undecided, asked.wanted.most - grants.against_undecided.size());
  if (room == 0) return {};
  const auto rows =
      asked.session.run(select_undecided, asked.days().add(static_cast<std::int64_t>(room)));
  if (!rows) return rows.error();
  auto read = read_case_outcomes(*rows, asked.sealer, asked.authority);
  if (!read) return read.error();
  std::move(read->begin(), read->end(), std::back_inserter(grants.against_undecided));
  return {};
}

core::Result<std::vector<Begun>> begun_behind(const Asked& asked, const Begun& last,
                                              std::int64_t most) {
  Parameters parameters;
  parameters.add(asked.wanted.from).add(last.on).add(last.id).add(most);
  const auto rows = asked.session.run(select_begun, parameters);
  if (!rows) return rows.error();
  std::vector<Begun> page;
  page.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i)
    page.push_back({rows->at<core::Uuid>(i, 0), rows->at<core::Date>(i, 1)});
  return page;
}

// In their order. One that has changed since it was found is left out where it states no day now.
core::Result<std::vector<ports::GrantedLicence>> opened(const Asked& asked,
                                                        std::span<const core::Uuid> wanted) {
  Column<core::Uuid> ids;
  for (const auto& id : wanted)
    ids.add(id);
  const auto rows = asked.session.run(select_to_open, Parameters().text(asked.authority).add(ids));
  if (!rows) return rows.error();
  std::unordered_map<core::Uuid, ports::GrantedLicence> found;
  for (int i = 0; i < rows->size(); ++i) {
    const SealedPlace place{.table = "licence",
                            .authority = asked.authority,
                            .id = rows->at<core::Uuid>(i, 0),
                            .version = rows->at<std::int64_t>(i, 1)};
    const auto content =
        asked.sealer.open(rows->raw(i, 3), rows->at<std::int16_t>(i, 2), place, rows->raw(i, 4));
    if (!content) return content.error();
    auto licence = read_licence_content(*content);
    if (!licence) return licence.error();
    if (licence->granted_on)
      found.emplace(place.id, ports::GrantedLicence{place.id, asked.authority,
                                                    std::move(licence->licence_number),
                                                    licence->status, *licence->granted_on});
  }
  std::vector<ports::GrantedLicence> all;
  for (const auto& id : wanted)
    if (const auto its = found.find(id); its != found.end()) all.push_back(std::move(its->second));
  return all;
}

// Page by page.
template <class Take>
core::Result<void> each_begun(const Asked& asked, Take&& take) {
  Begun last{.id = {}, .on = asked.wanted.to};
  for (;;) {
    const auto page = begun_behind(asked, last, longest_page);
    if (!page) return page.error();
    if (page->empty()) return {};
    last = page->back();
    std::vector<core::Uuid> ids;
    for (const auto& one : *page)
      ids.push_back(one.id);
    if (auto taken = take(ids); !taken) return taken;
    if (page->size() < static_cast<std::size_t>(longest_page)) return {};
  }
}

// Fills in what was recorded for these licences under one code.
core::Result<void> add_searches(Session& session, const Sealer& sealer,
                                const std::string& authority,
                                std::vector<ports::BegunLicence>& begun) {
  std::multimap<core::Hash, ports::BegunLicence*> by_index;
  for (auto& one : begun)
    by_index.emplace(number_index(sealer, authority, one.licence.licence_number), &one);
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

// Those that are listed are judged here too, for why they are: a search that has come since they
// were counted takes one off the list.
core::Result<void> list_unsearched(const Asked& asked, std::span<const core::Uuid> unsearched,
                                   ports::Grants& grants) {
  while (!unsearched.empty()) {
    const auto page =
        unsearched.first(std::min(unsearched.size(), static_cast<std::size_t>(longest_page)));
    unsearched = unsearched.subspan(page.size());
    auto licences = opened(asked, page);
    if (!licences) return licences.error();
    std::vector<ports::BegunLicence> begun;
    begun.reserve(licences->size());
    for (auto& one : *licences)
      begun.push_back({std::move(one), {}});
    if (auto added = add_searches(asked.session, asked.sealer, asked.authority, begun); !added)
      return added;
    for (auto& one : begun) {
      const auto search = asked.wanted.judge(one.licence.granted_on, one.searches);
      if (!search) return search.error();
      if (*search != domain::SearchBefore::made)
        grants.without_search.push_back({std::move(one.licence), *search});
    }
  }
  return {};
}

}  // namespace

core::Result<ports::Grants> grants_of_one_code(Context& context, const ports::GrantsWanted& wanted,
                                               const proof::Leaf& leaf) {
  const auto& caller = wanted.listed.front();
  return as_authority_with_days(
      context, caller, [&](Session& session) -> core::Result<ports::Grants> {
        const Asked asked{session, context.sealer, caller.authority, wanted};
        if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
        const auto counted = count_grants(session, wanted);
        if (!counted) return counted.error();
        ports::Grants grants;
        grants.granted = counted->granted;
        grants.searched = counted->searched;
        if (auto listed = list_unsearched(asked, counted->unsearched, grants); !listed)
          return listed.error();
        if (auto added = add_outcomes(asked, grants); !added) return added.error();
        return grants;
      });
}

core::Result<ports::Grants> grants_of_house(Context& context, const ports::GrantsWanted& wanted,
                                            const proof::Leaf& leaf) {
  ports::Grants grants;
  std::vector<ports::BegunLicence> begun;
  for (const auto& caller : wanted.listed) {
    const bool is_first = &caller == &wanted.listed.front();
    auto added =
        as_authority_with_days(context, caller, [&](Session& session) -> core::Result<void> {
          const Asked asked{session, context.sealer, caller.authority, wanted};
          if (is_first)
            if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged;
          if (auto outcomes = add_outcomes(asked, grants); !outcomes) return outcomes;
          return each_begun(asked, [&](const std::vector<core::Uuid>& page) -> core::Result<void> {
            auto licences = opened(asked, page);
            if (!licences) return licences.error();
            for (auto& one : *licences)
              begun.push_back({std::move(one), {}});
            return {};
          });
        });
    if (!added) return added.error();
  }
  if (!begun.empty())
    for (const auto& caller : wanted.house) {
      auto added = as_authority(context, caller, [&](Session& session) {
        return add_searches(session, context.sealer, caller.authority, begun);
      });
      if (!added) return added.error();
    }
  const auto& own = wanted.listed.front().authority;
  if (auto judged = ports::judge_each_once(std::move(begun), own, wanted, grants); !judged)
    return judged.error();
  return grants;
}

}  // namespace badgewatch::store
