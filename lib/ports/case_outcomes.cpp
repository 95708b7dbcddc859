#include "ports/case_outcomes.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace badgewatch::ports {

namespace {

void keep_each_once(std::vector<BegunLicence>& begun, const std::string& own) {
  const auto what = [](const BegunLicence& one) {
    return std::tie(one.licence.licence_number, one.licence.granted_on);
  };
  const auto where = [&](const BegunLicence& one) {
    const auto& code = one.licence.authority;
    return std::pair<bool, std::string_view>(code != own, code);
  };
  std::sort(begun.begin(), begun.end(), [&](const auto& a, const auto& b) {
    return what(a) != what(b) ? what(a) < what(b) : where(a) < where(b);
  });
  begun.erase(std::unique(begun.begin(), begun.end(),
                          [&](const auto& a, const auto& b) {
                            return a.licence.authority != b.licence.authority && what(a) == what(b);
                          }),
              begun.end());
}

}  // namespace

core::Result<void> judge_each_once(std::vector<BegunLicence> begun, const std::string& own,
                                   const GrantsWanted& wanted, Grants& grants) {
  keep_each_once(begun, own);
  std::sort(begun.begin(), begun.end(), [](const auto& a, const auto& b) {
    return std::pair(b.licence.granted_on, a.licence.id) <
           std::pair(a.licence.granted_on, b.licence.id);
  });
  grants.granted = begun.size();
  for (auto& one : begun) {
    const auto search = wanted.judge(one.licence.granted_on, one.searches);
    if (!search) return search.error();
    if (*search == domain::SearchBefore::made)
      ++grants.searched;
    else if (grants.without_search.size() < wanted.most)
      grants.without_search.push_back({std::move(one.licence), *search});
  }
  return {};
}

}  // namespace badgewatch::ports
