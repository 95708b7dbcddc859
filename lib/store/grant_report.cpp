#include "store/grant_report.hpp"

#include "store/case_outcome_rows.hpp"
#include "store/content.hpp"
#include "store/licence_days.hpp"
#include "store/licence_writes.hpp"
#include "store/rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>

namespace badgewatch::store {
namespace {

// A first page is for those that are shown, and where most of them have a search, the next are
// long.
constexpr std::int64_t first_page = 200, longest_page = 5'000;

// Of `case_outcome as o`, where $1 is the code.
#define BW_GRANTS_THAT_STAND                                 \
  " o.authority = $1 and o.result in ('granted', 'renewed')" \
  " and not exists (select from case_outcome as c"           \
  "                  where c.authority = o.authority and c.corrects = o.id)"

constexpr Statement count_begun{"count_licences_begun", "select count_licences_begun($1, $2)"};

constexpr Statement select_begun{"select_licences_begun",
                                 "select id, began_on from licences_begun($1, $2, $3, $4)"
                                 " order by began_on desc, id"};

constexpr Statement select_to_open{"select_licences_granted",
                                   "select id, version, key_version, data_key, content from licence"
                                   " where authority = $1 and id = any($2)"};

constexpr Statement select_searches_of_begun{
    "select_searches_of_licences_begun",
    "select id, began_on, searched_on, decided_on from searches_of_licences_begun($1, $2, $3)"};

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
                                                        const std::vector<Begun>& wanted) {
  Column<core::Uuid> ids;
  for (const auto& one : wanted)
    ids.add(one.id);
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
  for (const auto& one : wanted)
    if (const auto its = found.find(one.id); its != found.end())
      all.push_back(std::move(its->second));
  return all;
}

// Page by page, until `take(page)` wants no more.
template <class Take>
core::Result<void> each_begun(const Asked& asked, Take&& take) {
  Begun last{.id = {}, .on = asked.wanted.to};
  for (auto most = first_page;; most = std::min(most * 5, longest_page)) {
    const auto page = begun_behind(asked, last, most);
    if (!page) return page.error();
    if (page->empty()) return {};
    last = page->back();
    const core::Result<bool> goes_on = take(*page);
    if (!goes_on) return goes_on.error();
    if (!*goes_on || page->size() < static_cast<std::size_t>(most)) return {};
  }
}

using Judged = std::unordered_map<core::Uuid, domain::SearchBefore>;

// Those for which something is recorded.
core::Result<Judged> judged(const Asked& asked) {
  const auto& wanted = asked.wanted;
  const auto rows =
      asked.session.run(select_searches_of_begun,
                        Parameters().add(wanted.from).add(wanted.to).add(wanted.searched_since));
  if (!rows) return rows.error();
  struct Found {
    Begun licence;
    std::vector<domain::RecordedSearch> searches;
  };
  std::unordered_map<core::Uuid, Found> found;
  found.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    auto& one = found[rows->at<core::Uuid>(i, 0)];
    one.licence.on = rows->at<core::Date>(i, 1);
    one.searches.push_back({rows->at<core::Date>(i, 2), rows->at<core::Date>(i, 3)});
  }
  Judged all;
  all.reserve(found.size());
  for (const auto& [id, one] : found) {
    const auto search = wanted.judge(one.licence.on, one.searches);
    if (!search) return search.error();
    all.emplace(id, *search);
  }
  return all;
}

core::Result<void> list_unsearched(const Asked& asked, const Judged& judged,
                                   ports::Grants& grants) {
  const auto enough = std::min(asked.wanted.most, grants.granted - grants.searched);
  if (enough == 0) return {};
  const auto search_for = [&](const core::Uuid& id) {
    const auto its = judged.find(id);
    return its == judged.end() ? domain::SearchBefore::none : its->second;
  };
  return each_begun(asked, [&](const std::vector<Begun>& page) -> core::Result<bool> {
    std::vector<Begun> shown;
    for (const auto& one : page)
      if (search_for(one.id) != domain::SearchBefore::made &&
          grants.without_search.size() + shown.size() < enough)
        shown.push_back(one);
    auto licences = opened(asked, shown);
    if (!licences) return licences.error();
    for (auto& one : *licences) {
      const auto search = search_for(one.id);
      grants.without_search.push_back({std::move(one), search});
    }
    return grants.without_search.size() < enough;
  });
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

}  // namespace

core::Result<ports::Grants> grants_of_one_code(Context& context, const ports::GrantsWanted& wanted,
                                               const proof::Leaf& leaf) {
  const auto& caller = wanted.listed.front();
  return as_authority_with_days(
      context, caller, [&](Session& session) -> core::Result<ports::Grants> {
        const Asked asked{session, context.sealer, caller.authority, wanted};
        if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
        ports::Grants grants;
        const auto count = session.run(count_begun, Parameters().add(wanted.from).add(wanted.to));
        if (!count) return count.error();
        const auto found = judged(asked);
        if (!found) return found.error();
        grants.searched = static_cast<std::size_t>(std::count_if(
            found->begin(), found->end(),
            [](const auto& one) { return one.second == domain::SearchBefore::made; }));
        // A licence may have come between the two.
        grants.granted =
            std::max(static_cast<std::size_t>(count->at<std::int64_t>(0, 0)), grants.searched);
        if (auto listed = list_unsearched(asked, *found, grants); !listed) return listed.error();
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
          return each_begun(asked, [&](const std::vector<Begun>& page) -> core::Result<bool> {
            auto licences = opened(asked, page);
            if (!licences) return licences.error();
            for (auto& one : *licences)
              begun.push_back({std::move(one), {}});
            return true;
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
