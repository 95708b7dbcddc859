#include "domain/succession.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace badgewatch::domain {

namespace {

constexpr std::string_view formerly = " (formerly ";

const Authority* next_of(const Authorities& authorities, const Authority& authority,
                         const std::optional<core::Uuid>& record = {}) {
  const auto heir = heir_of(authority);
  if (heir.empty()) return nullptr;
  const auto* share = record ? authorities.share_of(authority.code, *record) : nullptr;
  return authorities.with_code(share == nullptr ? heir : share->successor);
}

// The heir first.
std::vector<std::string> takers_of(const Authority& authority) {
  const auto heir = heir_of(authority);
  if (heir.empty()) return {};
  std::vector<std::string> takers{heir};
  std::copy_if(authority.successors.begin(), authority.successors.end(), std::back_inserter(takers),
               [&](const std::string& one) { return one != heir; });
  return takers;
}

bool has_ended(const Authority& authority, core::Date day) {
  return authority.ends_on && *authority.ends_on < day;
}

// To which what it recorded may have gone by that day, those that ended in turn with them; each
// once, heirs first.
std::vector<const Authority*> led_to(const Authorities& authorities, const Authority& former,
                                     core::Date day) {
  std::vector<const Authority*> all;
  const auto add_takers_of = [&](const Authority& one) {
    if (!has_ended(one, day)) return;
    for (const auto& taker : takers_of(one))
      if (const auto* its = authorities.with_code(taker);
          its != nullptr && its != &former && std::find(all.begin(), all.end(), its) == all.end())
        all.push_back(its);
  };
  add_takers_of(former);
  for (std::size_t i = 0; i < all.size(); ++i)
    add_takers_of(*all[i]);
  return all;
}

// What a former authority had, and the division of another one into which it ended sent elsewhere.
void add_parts(const Authorities& authorities, const Authority& former, core::Date day,
               std::vector<Succession>& all) {
  auto known = takers_of(former);
  std::vector<Succession> parts;
  for (const auto* divided : led_to(authorities, former, day)) {
    if (!has_ended(*divided, day)) continue;
    for (const auto& taker : takers_of(*divided))
      if (taker != heir_of(*divided))
        parts.push_back({former.code, taker, acting_for(authorities, taker, day)->code,
                         divided->ends_on->plus_days(1), false, divided->code});
  }
  std::sort(parts.begin(), parts.end(), [](const Succession& a, const Succession& b) {
    return std::tie(a.since, a.successor) < std::tie(b.since, b.successor);
  });
  for (auto& one : parts) {
    if (std::find(known.begin(), known.end(), one.successor) != known.end()) continue;
    known.push_back(one.successor);
    all.push_back(std::move(one));
  }
}

}  // namespace

std::string heir_of(const Authority& authority) {
  if (!authority.ends_on) return {};
  return authority.successors.size() == 1 ? authority.successors.front() : authority.records_to;
}

const Authority* acting_for(const Authorities& authorities, std::string_view code, core::Date day,
                            const std::optional<core::Uuid>& record) {
  const auto* acting = authorities.with_code(code);
  // Longer than any chain: what leads back to itself is refused where it is stated.
  for (std::size_t step = 0; acting != nullptr && step < authorities.all().size(); ++step) {
    if (!has_ended(*acting, day)) return acting;
    const auto* next = next_of(authorities, *acting, record);
    if (next == nullptr) return acting;
    acting = next;
  }
  return acting;
}

bool stands_for(const Authorities& authorities, std::string_view code, std::string_view other,
                core::Date day, const std::optional<core::Uuid>& record) {
  const auto* acting = acting_for(authorities, other, day, record);
  if (code == other) return acting == acting_for(authorities, code, day);
  return acting != nullptr && acting->code == code;
}

core::Uuid named_among(const Authorities& authorities, std::string_view former,
                       std::span<const core::Uuid> records, core::Date day) {
  const auto* authority = authorities.with_code(former);
  if (authority == nullptr) return records.front();
  auto codes = led_to(authorities, *authority, day);
  codes.push_back(authority);
  const auto named = std::find_if(records.begin(), records.end(), [&](const core::Uuid& record) {
    return std::any_of(codes.begin(), codes.end(), [&](const auto* one) {
      return authorities.share_of(one->code, record) != nullptr;
    });
  });
  return named == records.end() ? records.front() : *named;
}

bool is_one_house(const Authorities& authorities, const Recorded& one, const Recorded& other,
                  core::Date day) {
  const auto* acting = acting_for(authorities, one.by, day, one.record);
  return acting == acting_for(authorities, other.by, day, other.record) &&
         (acting != nullptr || one.by == other.by);
}

std::vector<std::string> formers_of(const Authorities& authorities, std::string_view code,
                                    core::Date day) {
  std::vector<std::string> formers;
  for (const auto& one : authorities.all()) {
    const auto all = led_to(authorities, one, day);
    if (std::any_of(all.begin(), all.end(), [&](const auto* its) { return its->code == code; }))
      formers.push_back(one.code);
  }
  return formers;
}

std::vector<std::string> inherited_by(const Authorities& authorities, std::string_view code,
                                      core::Date day) {
  auto formers = formers_of(authorities, code, day);
  std::erase_if(formers, [&](const std::string& former) {
    return !stands_for(authorities, code, former, day);
  });
  return formers;
}

std::string name_on(const Authorities& authorities, std::string_view code, core::Date day,
                    const std::optional<core::Uuid>& record) {
  const auto* authority = authorities.with_code(code);
  if (authority == nullptr) return std::string(code);
  const auto* acting = acting_for(authorities, code, day, record);
  if (acting == authority) return authority->name;
  auto name = acting->name;
  if (!record)
    for (const auto* other : led_to(authorities, *authority, day))
      if (other != acting && acting_for(authorities, other->code, day) == other)
        name += " or " + other->name;
  return name + std::string(formerly) + authority->name + ")";
}

bool names_former(std::string_view name) {
  return name.ends_with(')') && name.find(formerly) != std::string_view::npos;
}

std::vector<Succession> successions_by(const Authorities& authorities, core::Date day) {
  std::vector<Succession> all;
  for (auto& one : stated_successions(authorities)) {
    if (one.since > day) continue;
    one.holder = acting_for(authorities, one.successor, day)->code;
    all.push_back(std::move(one));
  }
  for (const auto& one : authorities.all())
    add_parts(authorities, one, day, all);
  return all;
}

std::vector<Succession> stated_successions(const Authorities& authorities) {
  std::vector<Succession> all;
  for (const auto& one : authorities.all())
    for (const auto& taker : takers_of(one))
      all.push_back({one.code, taker, taker, one.ends_on->plus_days(1), taker == heir_of(one)});
  std::sort(all.begin(), all.end(), [](const Succession& a, const Succession& b) {
    return std::tuple(a.since, a.former, !a.is_rest, a.successor) <
           std::tuple(b.since, b.former, !b.is_rest, b.successor);
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
    for (const auto& taker : takers_of(one))
      if (const auto* its = authorities.with_code(taker);
          its == nullptr || !its->in_force(one.ends_on->plus_days(1)))
        wrong.emplace_back(place, taker + " is not in force on the day after ends_on");
    std::size_t step = 0;
    while (next != nullptr && next != &one && ++step <= all.size())
      next = next_of(authorities, *next);
    if (next != nullptr) wrong.emplace_back(place, "leads back to where it began");
  }
  return wrong;
}

}  // namespace badgewatch::domain
