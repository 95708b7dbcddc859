// What became of the applications that checks were made for, as it is kept: only ever added to.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/case_outcome.hpp"
#include "domain/licence.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

// Made once by whoever records it, before the first attempt.
struct CaseOutcomeRecord {
  core::Uuid id;
  core::Uuid check;
  core::Date searched_on;  // when the check was made, in the United Kingdom
  domain::CaseOutcome outcome;
  std::size_t undecided = 0;           // hits that nobody had decided when it was recorded
  std::optional<core::Uuid> corrects;  // the one that it takes the place of
  std::string actor;
  std::string recorded_by;  // what people call them; kept sealed
  core::Instant recorded_at;
  core::Date kept_until;
};

inline core::Error no_such_check() {
  return {core::Errc::not_found, "There is no such check of yours."};
}

// What a writing transaction does with them; a part of UnitOfWork.
class CaseOutcomeWork {
public:
  virtual ~CaseOutcomeWork() = default;
  // One that is there under the same id is left alone. Errc::conflict where one stands for that
  // check and is not what this one corrects, or nothing stands that it could correct.
  virtual core::Result<void> keep(const CaseOutcomeRecord& record) = 0;
};

// A licence that was granted or renewed, with all that is recorded for it.
struct GrantedLicence {
  std::string authority;  // under whose code it stands
  std::string licence_number;
  domain::LicenceStatus status = domain::LicenceStatus::current;
  core::Date granted_on;
  std::vector<domain::RecordedSearch> searches;
};

struct Grants {
  std::vector<GrantedLicence> licences;     // that began in the period, by their numbers
  std::vector<CaseOutcomeRecord> outcomes;  // grants decided in it, none corrected since; in order
};

// Thread safe.
class CaseOutcomes {
public:
  virtual ~CaseOutcomes() = default;
  // All of that check, oldest first.
  virtual core::Result<std::vector<CaseOutcomeRecord>> of_check(const Caller& caller,
                                                                const core::Uuid& check) = 0;
  // What stands under the codes of `listed`, with its leaf. It reads every licence of theirs: as
  // long as a roster. `house`: the caller under each code that stands for it; a search for a
  // licence's number under any of these is a search before it. One licence that stands under
  // several codes (its number and its first day are the same) is listed once, by the first.
  virtual core::Result<Grants> grants(std::span<const Caller> listed, std::span<const Caller> house,
                                      core::Date from, core::Date to, const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
