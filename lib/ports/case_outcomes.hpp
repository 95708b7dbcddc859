// What became of the applications that checks were made for, as it is kept: only ever added to.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/case_outcome.hpp"
#include "domain/licence.hpp"
#include "proof/leaf.hpp"

#include <functional>
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

// Of a licence that began on that day, with what is recorded for it.
using SearchJudge = std::function<core::Result<domain::SearchBefore>(
    core::Date granted_on, const std::vector<domain::RecordedSearch>& searches)>;

struct GrantsWanted {
  // Under whose codes is listed, one's own first; and the caller under each code that stands for
  // it: a search for a licence's number under any of these is a search before it.
  std::span<const Caller> listed, house;
  core::Date from, to;
  // What was searched and decided before is for no licence that began in the period: `judge` says
  // so, and need not be asked.
  core::Date searched_since;
  std::size_t most;  // of each list; what is counted is all
  SearchJudge judge;
};

struct GrantedLicence {
  core::Uuid id;
  std::string authority;  // under whose code it stands
  std::string licence_number;
  domain::LicenceStatus status = domain::LicenceStatus::current;
  core::Date granted_on;
};

// A licence that began without a search before.
struct UnsearchedGrant {
  GrantedLicence licence;
  domain::SearchBefore search = domain::SearchBefore::none;
};

struct Grants {
  std::size_t granted = 0;                      // licences that began in the period
  std::size_t searched = 0;                     // among them, with a search before
  std::vector<UnsearchedGrant> without_search;  // of the others, the latest first
  std::size_t against_undecided_count = 0;      // of grants decided in it, none corrected since
  std::vector<CaseOutcomeRecord> against_undecided;  // in order
  std::size_t without_licence_number = 0;            // of these grants, what leads to no licence
};

// A licence of which all is known that it is judged by.
struct BegunLicence {
  GrantedLicence licence;
  std::vector<domain::RecordedSearch> searches;
};

// Counts them and lists those without a search. One licence that stands under several codes (its
// number and its first day are the same) is one: of `own`, where it stands there.
core::Result<void> judge_each_once(std::vector<BegunLicence> begun, const std::string& own,
                                   const GrantsWanted& wanted, Grants& grants);

// Thread safe.
class CaseOutcomes {
public:
  virtual ~CaseOutcomes() = default;
  // All of that check, oldest first.
  virtual core::Result<std::vector<CaseOutcomeRecord>> of_check(const Caller& caller,
                                                                const core::Uuid& check) = 0;
  // With its leaf, which is logged once, however often it is asked for with the same one.
  virtual core::Result<Grants> grants(const GrantsWanted& wanted, const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
