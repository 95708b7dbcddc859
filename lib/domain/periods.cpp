#include "domain/periods.hpp"

namespace badgewatch::domain {

const Period* Periods::in_force(std::string_view name, core::Date day) const {
  const Period* earliest = nullptr;
  for (const auto& period : periods_) {
    if (period.name != name) continue;
    if (period.starts_on <= day && (!period.ends_on || day <= *period.ends_on)) return &period;
    if (earliest == nullptr || period.starts_on < earliest->starts_on) earliest = &period;
  }
  return earliest != nullptr && day < earliest->starts_on ? earliest : nullptr;
}

}  // namespace badgewatch::domain
