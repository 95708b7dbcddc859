#include "badgewatchd/kinds_turned_on.hpp"

namespace badgewatch::daemon {

std::set<domain::DecisionKind> kinds_turned_on(const PoliciesConfig& policies) {
  std::set<domain::DecisionKind> kinds;
  if (policies.interim_suspensions.enabled) kinds.insert(domain::DecisionKind::interim_suspension);
  if (policies.out_of_area_suspensions.enabled)
    kinds.insert(domain::DecisionKind::out_of_area_suspension);
  if (policies.surrender_pointers.enabled)
    kinds.insert(domain::DecisionKind::surrendered_under_investigation);
  return kinds;
}

}  // namespace badgewatch::daemon
