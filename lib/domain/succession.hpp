// Authorities that have ended, and who acts for them. Nothing that a former authority recorded is
// moved: from the day behind its last one, the other may do what it might.
//
// An authority that is divided has several successors. One of them, its heir, has all but what is
// named for another (domain::Share): records, and the officers who go with them. A merger is a
// division with an heir alone. What an authority held of an earlier one is divided with it, by its
// own shares. So where a function here takes a `record`, it asks of that one, and without it of the
// rest.
#pragma once

#include "domain/authority.hpp"

#include <optional>
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
  bool is_rest = true;    // the heir; else it has what shares name
  // Of a part that went on: the successor of the former one (or of a successor) that was divided in
  // its turn, and whose shares name it; `since` is that day. Empty: a successor of its own.
  std::string through = {};
  friend bool operator==(const Succession&, const Succession&) = default;
};

// Who takes over what an authority recorded and no share names: its only successor, or of several
// the one that the reference data name. Empty where nobody does.
std::string heir_of(const Authority& authority);

// Who acts on that day for the authority of that code: itself, also once it has ended where nobody
// took over; else its heir, or whoever acts for that. Null for an unknown code.
const Authority* acting_for(const Authorities& authorities, std::string_view code, core::Date day,
                            const std::optional<core::Uuid>& record = {});

// Whether `code` may act for `other` on that day: it is the same, or `other` has ended and it holds
// what that recorded. What goes on under a former code (its old systems) is the heir's, so it does
// not stand for what went to another successor.
bool stands_for(const Authorities& authorities, std::string_view code, std::string_view other,
                core::Date day, const std::optional<core::Uuid>& record = {});

// By which of these, the first that is named, a table of a division says where a matter of `former`
// went: itself, or what it goes with. The first of them where none is named by that day.
core::Uuid named_among(const Authorities& authorities, std::string_view former,
                       std::span<const core::Uuid> records, core::Date day);

// Where something is recorded.
struct Recorded {
  std::string_view by;
  std::optional<core::Uuid> record = {};
};
// Whether one authority acts for both on that day.
bool is_one_house(const Authorities& authorities, const Recorded& one, const Recorded& other,
                  core::Date day);

// The codes of those that have ended, and for which `code` acts on that day, be it for a part.
std::vector<std::string> formers_of(const Authorities& authorities, std::string_view code,
                                    core::Date day);

// Of these, those whose heir it is: what hangs on no record (findings, checks, keys) is its own.
std::vector<std::string> inherited_by(const Authorities& authorities, std::string_view code,
                                      core::Date day);

// As it is written to people: "New Council (formerly Old Council)" once another acts for it; the
// code where it is unknown. Of one that is divided, and where no record is named: "This Council or
// That Council (formerly Old Council)".
std::string name_on(const Authorities& authorities, std::string_view code, core::Date day,
                    const std::optional<core::Uuid>& record = {});
// Whether a name that name_on() wrote is that of an authority for which another acts.
bool names_former(std::string_view name);

// All that has happened by that day, in the order of days and codes; behind it what went to whom
// where one that held what an earlier one had recorded was divided.
std::vector<Succession> successions_by(const Authorities& authorities, core::Date day);
// As stated, whenever: with the successor as holder. Of one that is divided, one for each
// successor.
std::vector<Succession> stated_successions(const Authorities& authorities);

// What is wrong with the successors that are named: the authority's place in all(), and why. One
// that leads back to itself, or of those who take over, one that is not in force on the day behind
// the last.
std::vector<std::pair<std::size_t, std::string>> wrong_successors(const Authorities& authorities);

}  // namespace badgewatch::domain
