// What people may do about an alert, by where it stands, and where that leads.
#pragma once

#include "core/error.hpp"
#include "domain/alert.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class AlertChange {
  see,
  acknowledge,  // somebody has taken it up; a dismissed one too
  act,          // with what was done; again, with what was done besides
  dismiss,      // with why
};

inline constexpr std::array alert_changes{AlertChange::see, AlertChange::acknowledge,
                                          AlertChange::act, AlertChange::dismiss};

std::string_view name_of(AlertChange value);
std::optional<AlertChange> alert_change_named(std::string_view name);

// Where it leads; nothing where it may not happen.
std::optional<AlertState> after(AlertState state, AlertChange change);
// In the order of `alert_changes`.
std::vector<AlertChange> possible_changes(AlertState state);
// Whether it says what was done, or why.
bool needs_note(AlertChange change);
// Errc::conflict that names the state and what is possible in it.
core::Error not_possible(AlertState state);

}  // namespace badgewatch::domain
