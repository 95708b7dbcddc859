// The kinds of decision that a deployment takes beyond the statute's.
#pragma once

#include "config/config.hpp"
#include "domain/decision.hpp"

#include <set>

namespace badgewatch::daemon {

// Each has a policy with a recorded legal basis.
std::set<domain::DecisionKind> kinds_turned_on(const PoliciesConfig& policies);

}  // namespace badgewatch::daemon
