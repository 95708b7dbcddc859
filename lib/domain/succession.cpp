#include "domain/succession.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

constexpr std::string_view formerly = " (formerly ";

const Authority* next_of(const Authorities& authorities, const Authority& authority) {
  const auto heir = heir_of(authority);
  return heir.empty() ? nullptr : authorities.with_code(heir);
}

bool has_ended(const Authority& authority, core::Date day) {
  return authority.ends_on && *authority.ends_on < day;
}

}  // namespace

std::string heir_of(const Authority& authority) {
  if (!authority.ends_on) return {};
  return authority.successors.size() == 1 ? authority.successors.front() : std::string();
}

const Authority* acting_for(const Authorities& authorities, std::string_view code, core::Date day) {
  const auto* acting = authorities.with_code(code);
  // Longer than any chain: what leads back to itself is refused where it is stated.
  for (std::size_t step = 0; acting != nullptr && step < authorities.all().size(); ++step) {
    if (!has_ended(*acting, day)) return acting;
    const auto* next = next_of(authorities, *acting);
    if (next == nullptr) return acting;
    acting = next;
  }
  return acting;
}

bool stands_for(const Authorities& authorities, std::string_view code, std::string_view other,
                core::Date day) {
  if (code == other) return true;
  const auto* acting = acting_for(authorities, other, day);
  return acting != nullptr && acting->code == code;
}

bool is_one_house(const Authorities& authorities, std::string_view one, std::string_view other,
                  core::Date day) {
  if (one == other) return true;
  const auto* acting = acting_for(authorities, one, day);
  return acting != nullptr && acting == acting_for(authorities, other, day);
}

std::vector<std::string> formers_of(const Authorities& authorities, std::string_view code,
                                    core::Date day) {
  std::vector<std::string> formers;
  for (const auto& one : authorities.all())
    if (one.code != code && has_ended(one, day) && stands_for(authorities, code, one.code, day))
      formers.push_back(one.code);
  return formers;
}

std::string name_on(const Authorities& authorities, std::string_view code, core::Date day) {
  const auto* authority = authorities.with_code(code);
  if (authority == nullptr) return std::string(code);
  const auto* acting = acting_for(authorities, code, day);
  if (acting == authority) return authority->name;
  return acting->name + std::string(formerly) + authority->name + ")";
}

bool names_former(std::string_view name) {
  return name.ends_with(')') && name.find(formerly) != std::string_view::npos;
}

std::vector<Succession> successions_by(const Authorities& authorities, core::Date day) {
  std::vector<Succession> all;
  for (auto& one : stated_successions(authorities)) {
    if (one.since > day) continue;
    one.holder = acting_for(authorities, one.former, day)->code;
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Succession> stated_successions(const Authorities& authorities) {
  std::vector<Succession> all;
  for (const auto& one : authorities.all())
    if (const auto heir = heir_of(one); !heir.empty())
      all.push_back({one.code, heir, heir, one.ends_on->plus_days(1)});
  std::sort(all.begin(), all.end(), [](const Succession& a, const Succession& b) {
    return std::pair(a.since, a.former) < std::pair(b.since, b.former);
  });
  return all;
}

std::vector<std::pair<std::size_t, std::string>> wrong_successors(const Authorities& authorities) {
  std::vector<std::pair<std::size_t, std::string>> wrong;
  const auto& all = authorities.all();
  for (std::size_t place = 0; place < all.size(); ++place) {
    const auto& one = all[place];
    const auto* next = next_of(authorities, one);
    if (next == nullptr) continue;
    if (!next->in_force(one.ends_on->plus_days(1)))
      wrong.emplace_back(place, next->code + " is not in force on the day after ends_on");
    std::size_t step = 0;
    while (next != nullptr && next != &one && ++step <= all.size())
      next = next_of(authorities, *next);
    if (next != nullptr) wrong.emplace_back(place, "leads back to where it began");
  }
  return wrong;
}

}  // namespace badgewatch::domain
