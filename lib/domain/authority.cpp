#include "domain/authority.hpp"

#include "core/text.hpp"
#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<Nation, 4> nations{{{Nation::england, "england"},
                                    {Nation::wales, "wales"},
                                    {Nation::scotland, "scotland"},
                                    {Nation::northern_ireland, "northern_ireland"}}};

}  // namespace

std::string_view name_of(Nation nation) {
  return name_in(nations, nation);
}
std::optional<Nation> nation_named(std::string_view name) {
  return named_in(nations, name);
}

Authorities::Authorities(std::vector<Authority> authorities)
    : authorities_(std::move(authorities)) {
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
