// The life of an entry: what may happen to it in which state, and where that leads. Section 2(2)(b)
// and (3) of the 2022 Act: the recording authority amends, removes and reinstates it, for its own
// change, an appeal, a further appeal, or a later grant; no change begins its clock anew.
#pragma once

#include "core/error.hpp"
#include "domain/decision.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class EntryChange {
  amend,
  lift,            // a suspension, before its end
  appeal_lodged,   // a further appeal too, once the one before was dismissed
  appeal_allowed,  // removes by itself
  appeal_dismissed,
  later_grant,  // the same authority has granted the person a licence since
  remove,       // two people: with one it is proposed
  withdraw,     // what one person has proposed
  reinstate,    // under the first clock
  disputed,     // the driver says that it is not so: readers see that he does
  dispute_lifted,
};

inline constexpr std::array entry_changes{EntryChange::amend,
                                          EntryChange::lift,
                                          EntryChange::appeal_lodged,
                                          EntryChange::appeal_allowed,
                                          EntryChange::appeal_dismissed,
                                          EntryChange::later_grant,
                                          EntryChange::remove,
                                          EntryChange::withdraw,
                                          EntryChange::reinstate,
                                          EntryChange::disputed,
                                          EntryChange::dispute_lifted};

std::string_view name_of(EntryChange value);
std::optional<EntryChange> entry_change_named(std::string_view name);

// What the register keeps of where an entry stands. Time is no part of it: see state_on().
struct Standing {
  EntryState state = EntryState::active;
  bool lifted = false;    // a suspension, before its end
  bool appealed = false;  // an appeal is open, whatever else is proposed or done
  bool disputed = false;  // by the driver; it changes no state
  friend bool operator==(const Standing&, const Standing&) = default;
};

// One entry as somebody is about to change it.
struct EntryNow {
  DecisionKind kind = DecisionKind::revocation;
  Standing standing;
  EntryState shown = EntryState::active;  // standing.state as of today
  bool correction_proposed = false;       // of identity, by one person
};

// How many people stand up for a removal.
enum class Signed { by_one, by_two };

// Where `change` leads; nothing where it may not happen.
std::optional<Standing> after(const EntryNow& entry, EntryChange change, Signed by);

// In the order of `entry_changes`.
std::vector<EntryChange> possible_changes(const EntryNow& entry);

// Errc::conflict that names the state and what is possible in it.
core::Error not_possible(const EntryNow& entry);

}  // namespace badgewatch::domain
