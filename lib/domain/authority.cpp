#include "domain/authority.hpp"

#include "core/text.hpp"
#include "domain/named.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

constexpr Names<Nation, 4> nations{{{Nation::england, "england"},
                                    {Nation::wales, "wales"},
                                    {Nation::scotland, "scotland"},
                                    {Nation::northern_ireland, "northern_ireland"}}};

std::pair<std::string_view, core::Uuid> place_of(const Share& share) {
  return {share.former, share.record};
}

}  // namespace

std::string_view name_of(Nation nation) {
  return name_in(nations, nation);
}
std::optional<Nation> nation_named(std::string_view name) {
  return named_in(nations, name);
}

Authorities::Authorities(std::vector<Authority> authorities, std::vector<Share> shares)
    : authorities_(std::move(authorities)), shares_(std::move(shares)) {
  std::sort(shares_.begin(), shares_.end(),
            [](const Share& a, const Share& b) { return place_of(a) < place_of(b); });
  for (std::size_t i = 0; i < authorities_.size(); ++i) {
    const auto& authority = authorities_[i];
    by_code_.emplace(authority.code, i);
    by_name_.emplace(core::fold(authority.code), i);
    by_name_.emplace(core::fold(authority.name), i);
    for (const auto& alias : authority.aliases)
      by_name_.emplace(core::fold(alias), i);
  }
}

const Authority* Authorities::with_code(std::string_view code) const {
  const auto found = by_code_.find(std::string(code));
  return found == by_code_.end() ? nullptr : &authorities_[found->second];
}

const Share* Authorities::share_of(std::string_view former, const core::Uuid& record) const {
  const std::pair wanted(former, record);
  const auto found =
      std::lower_bound(shares_.begin(), shares_.end(), wanted,
                       [](const Share& one, const auto& place) { return place_of(one) < place; });
  return found == shares_.end() || place_of(*found) != wanted ? nullptr : &*found;
}

const Authority* Authorities::named(std::string_view words, core::Date day) const {
  const auto [first, last] = by_name_.equal_range(core::fold(words));
  for (auto found = first; found != last; ++found)
    if (authorities_[found->second].in_force(day)) return &authorities_[found->second];
  return nullptr;
}

std::vector<const Authority*> Authorities::in_force(core::Date day) const {
  std::vector<const Authority*> found;
  for (const auto& authority : authorities_)
    if (authority.in_force(day)) found.push_back(&authority);
  return found;
}

}  // namespace badgewatch::domain
