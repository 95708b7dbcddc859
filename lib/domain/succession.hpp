// Authorities that have ended, and who acts for them. Nothing that a former authority recorded is
// moved: from the day behind its last one, the other may do what it might.
#pragma once

#include "domain/authority.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::domain {

struct Succession {
  std::string former;
  std::string successor;  // who took over on that day
  std::string holder;     // who acts for it by now: the successor, or its own
  core::Date since;       // the first day
  friend bool operator==(const Succession&, const Succession&) = default;
};

// Who takes over what an authority recorded: its only successor. Empty where nobody does: of
// several the reference data name one, who then is the only one here.
std::string heir_of(const Authority& authority);

// Who acts on that day for the authority of that code: itself, also once it has ended where nobody
// took over; else its heir, or whoever acts for that. Null for an unknown code.
const Authority* acting_for(const Authorities& authorities, std::string_view code, core::Date day);

// Whether `code` may act for `other` on that day: it is the same, or `other` has ended and it holds
// what that recorded.
bool stands_for(const Authorities& authorities, std::string_view code, std::string_view other,
                core::Date day);

// Whether one authority acts for both on that day.
bool is_one_house(const Authorities& authorities, std::string_view one, std::string_view other,
                  core::Date day);

// The codes of those that have ended, and for which `code` acts on that day.
std::vector<std::string> formers_of(const Authorities& authorities, std::string_view code,
                                    core::Date day);

// As it is written to people: "New Council (formerly Old Council)" once another acts for it; the
// code where it is unknown.
std::string name_on(const Authorities& authorities, std::string_view code, core::Date day);
// Whether a name that name_on() wrote is that of an authority for which another acts.
bool names_former(std::string_view name);

// All that has happened by that day, in the order of days and codes.
std::vector<Succession> successions_by(const Authorities& authorities, core::Date day);
// As stated, whenever: with the successor as holder.
std::vector<Succession> stated_successions(const Authorities& authorities);

// What is wrong with the successors that are named: the authority's place in all(), and why. One
// that leads back to itself, or to one that is not in force on the day behind the last.
std::vector<std::pair<std::size_t, std::string>> wrong_successors(const Authorities& authorities);

}  // namespace badgewatch::domain
