// What the rules of misuse are asked about, and what people do about what they flag.
#pragma once

#include "core/result.hpp"
#include "domain/misuse.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// One actor on one day, with his days before, and how his authority worked on the days before.
struct ActorDay {
  core::Date day;
  std::vector<domain::Search> his;
  std::vector<int> people_of_days;  // different people, of each actor and day
  std::vector<domain::HourOfDay> hours;
};

// One person on one day, with all searches of that person before.
struct PersonDay {
  core::Date day;
  std::vector<domain::Search> searches;
};

struct MisuseJudge {
  std::function<std::vector<domain::Flag>(const ActorDay&)> of_actor;
  std::function<std::vector<domain::Flag>(const PersonDay&)> of_person;
};

struct MisuseStep {
  bool mine = false;       // false: another daemon is at it
  std::size_t leaves = 0;  // of the log, that were taken
  std::size_t flags = 0;   // raised, or seen more of
};

// Used by one thread.
class MisuseWatch {
public:
  virtual ~MisuseWatch() = default;
  // Takes the next leaves of the log, at most `most`, has the days judged that they belong to, and
  // keeps the flags: all in one transaction, by one daemon at a time. A flag is kept once for each
  // pattern, actor and day; until it is reviewed its sentence is the newest.
  virtual core::Result<MisuseStep> step(std::size_t most, core::Instant now,
                                        const MisuseJudge& judge) = 0;
};

struct MisuseFlag {
  core::Uuid id;
  std::int64_t number = 0;  // the cursor
  core::Instant raised_at;
  domain::Flag flag;
  std::optional<domain::Review> outcome;  // none: waits for a review
  std::optional<core::Instant> reviewed_at;
  std::string reviewed_by;
  std::string reason;
};

struct ReviewToKeep {
  core::Uuid subject;  // the flag, or the check of a sample
  domain::Review outcome = domain::Review::explained;
  std::string reason;  // kept sealed
  core::Instant at;
};

struct SampledCheck {
  core::Uuid check;
  std::string actor;
  core::Instant at;
  domain::Purpose purpose = domain::Purpose::new_application;
  std::string case_reference;  // empty: erased
  std::optional<domain::Review> outcome;
};

// Who was shown an entry. Of another authority nothing but that, how, and when.
struct Sight {
  std::string authority;
  std::string kind;  // "check", "check_read", "decision_read", "alert"
  core::Instant at;
  std::string actor;
  std::optional<core::Uuid> subject;  // the check, or the entry itself
};

struct Sights {
  core::Instant known_since;
  std::vector<Sight> sights;  // in the order of their time
};

// Thread safe. Own rows alone; an empty authority is the operator's.
class MisuseDesk {
public:
  virtual ~MisuseDesk() = default;
  // With a number over `after`, in order, at most `limit`.
  virtual core::Result<std::vector<MisuseFlag>> flags(const Caller& caller, std::int64_t after,
                                                      std::size_t limit) = 0;
  // Errc::not_found; Errc::conflict when it was reviewed; Errc::forbidden where it is about who
  // reviews. With its leaf, or not at all.
  virtual core::Result<void> review_flag(const Caller& caller, const ReviewToKeep& review,
                                         const proof::Leaf& leaf) = 0;
  // All checks of that time, without their case references.
  virtual core::Result<std::vector<SampledCheck>> checks(const Caller& caller, core::Instant from,
                                                         core::Instant to) = 0;
  virtual core::Result<void> review_check(const Caller& caller, const ReviewToKeep& review,
                                          const proof::Leaf& leaf) = 0;
  // Errc::not_found for another authority's entry.
  virtual core::Result<Sights> seen_by(const Caller& caller, const core::Uuid& entry) = 0;
};

}  // namespace badgewatch::ports
