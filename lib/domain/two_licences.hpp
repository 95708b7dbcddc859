// Two licence records of one person, by two authorities, and what each of the two is told of it.
#pragma once

#include "core/clock.hpp"
#include "domain/alert.hpp"
#include "domain/licence.hpp"

#include <chrono>
#include <optional>

namespace badgewatch::domain {

// How a licence record stands, and since when it does.
struct LicenceStanding {
  LicenceStatus status = LicenceStatus::current;
  core::Instant changed_at;
};

// What the authority of `own` is told of `other`: that both license him (`dual_licence`), or that
// he applies there while he applies here or is licensed here (`applicant_pending_elsewhere`).
// Nothing of an application that nobody has touched for longer than `open`: it is not known to be
// one any more.
std::optional<AlertKind> told_of(const LicenceStanding& own, const LicenceStanding& other,
                                 core::Instant now, std::chrono::days open);

}  // namespace badgewatch::domain
