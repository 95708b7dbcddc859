#include "domain/two_licences.hpp"

namespace badgewatch::domain {

std::optional<AlertKind> told_of(const LicenceStanding& own, const LicenceStanding& other,
                                 core::Instant now, std::chrono::days open) {
  const auto applies = [&](const LicenceStanding& one) {
    return one.status == LicenceStatus::applied &&
           now.micros - one.changed_at.micros <= std::chrono::microseconds(open).count();
  };
  if (is_in_force(own.status) && is_in_force(other.status)) return AlertKind::dual_licence;
  if (applies(other) && (applies(own) || is_in_force(own.status)))
    return AlertKind::applicant_pending_elsewhere;
  return {};
}

}  // namespace badgewatch::domain
