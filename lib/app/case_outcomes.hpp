// What became of the application that a check was made for, and the report of grants without a
// search before them or against a hit that nobody had decided.
#pragma once

#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/case_outcomes.hpp"
#include "ports/checks.hpp"
#include "ports/findings.hpp"
#include "ports/unit_of_work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

struct CaseOutcomeToRecord {
  core::Uuid check;
  domain::CaseOutcome outcome;
  std::optional<core::Uuid> corrects;
};

// Thread safe.
class CaseOutcomes {
public:
  // All outlive it.
  CaseOutcomes(ports::CaseOutcomes& kept, ports::CheckLog& checks, ports::Findings& findings,
               ports::Register& reg, const ReferenceData& reference, const core::Clock& clock,
               core::Randomness& randomness, core::Metrics& metrics);

  // Once for each check; then a correction that names what it corrects. Errc::not_found for another
  // authority's check, or one whose subject was erased; Errc::conflict for one that was made for no
  // application, and where something else stands; Errc::invalid for a grant against undecided hits
  // without a reason: the Act has a decider have regard to them, so it is not left unsaid.
  core::Result<Answered> record(const ports::Caller& caller, const CaseOutcomeToRecord& wanted,
                                const Once<ports::CaseOutcomeRecord>& once);
  // Of one's own check, oldest first.
  core::Result<std::vector<ports::CaseOutcomeRecord>> of_check(const ports::Caller& caller,
                                                               const core::Uuid& check);
  // `most`: of each list.
  core::Result<ports::Grants> grants(const ports::Caller& caller, core::Date from, core::Date to,
                                     std::size_t most);

private:
  core::Result<ports::CaseOutcomeRecord> made(const ports::Caller& caller,
                                              const CaseOutcomeToRecord& wanted) const;
  core::Result<std::size_t> undecided_in(const ports::Caller& caller,
                                         const ports::CheckRecord& check) const;
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail) const;

  ports::CaseOutcomes& kept_;
  ports::CheckLog& checks_;
  ports::Findings& findings_;
  ports::Register& register_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
