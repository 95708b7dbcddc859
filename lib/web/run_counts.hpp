// What a run of reconciliation counts, in the order in which a page says it: what "of these" is of
// stands before it.
#pragma once

#include "domain/reconciliation.hpp"

#include <array>
#include <string_view>

namespace badgewatch::web {

inline constexpr std::array<std::string_view, 14> run_counts = {
    domain::count_entries,
    domain::count_found,
    domain::count_found_strong,
    domain::count_agreed,
    // Found, and there is no alert.
    "not_yet_compared",
    "lost",
    "held",
    "decided",
    // There is an alert, and it is not found any more.
    "licence_ended",
    "entry_ended",
    "details_changed",
    "rules_changed",
    domain::count_refused_elsewhere,
    domain::count_licensed_elsewhere,
};

}  // namespace badgewatch::web
