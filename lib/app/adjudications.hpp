// What an officer decided about a hit of a check: kept for good beside what was found before, shown
// on later hits of the same two people, and no part of any outcome.
#pragma once

#include "app/once.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/checks.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

#include <string>

namespace badgewatch::app {

struct Adjudication {
  core::Uuid check;
  core::Uuid hit;
  domain::Finding finding = domain::Finding::undecided;
  std::string reason;  // read and trimmed, at most domain::longest_reason
};

// Thread safe.
class Adjudications {
public:
  // All outlive it.
  Adjudications(ports::CheckLog& checks, ports::Register& reg, const core::Clock& clock,
                core::Randomness& randomness, core::Metrics& metrics);

  // The finding, its log leaf and its answer in one transaction; the check stays as it was
  // answered. It is bound to the two people as the check compared them, whatever became of the
  // entry since. Errc::not_found for another authority's check, a hit that is not in it, or an
  // entry that is gone; Errc::conflict for a check from before findings were kept.
  core::Result<Answered> adjudicate(const ports::Caller& caller, const Adjudication& adjudication,
                                    const Once<ports::FindingRecord>& once);

private:
  core::Result<ports::FindingRecord> made(const ports::Caller& caller,
                                          const Adjudication& adjudication) const;
  core::Result<Answered> try_once(const ports::Caller& caller, const ports::FindingRecord& finding,
                                  const proof::Leaf& leaf,
                                  const Once<ports::FindingRecord>& once) const;

  ports::CheckLog& checks_;
  ports::Register& register_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
