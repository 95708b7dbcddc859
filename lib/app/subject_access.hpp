// A person asks what an authority holds about them (UK GDPR article 15). First the register finds
// what may be about them; a person says what is; then that and nothing else is put together. Each
// authority is the controller of its own entries, licence records and searches, so a bundle holds
// no other one's: whoever recorded a hit of another authority is named, to be asked.
#pragma once

#include "app/check_answer.hpp"
#include "app/checks.hpp"
#include "app/live_index.hpp"
#include "app/reference_data.hpp"
#include "core/json_reader.hpp"
#include "ports/misuse.hpp"
#include "ports/subject_records.hpp"
#include "ports/unit_of_work.hpp"

#include <string>
#include <vector>

namespace badgewatch::app {

struct SubjectRequest {
  std::string case_reference;
  person::Person subject;
  core::Date received_on;  // the month runs from it
};

struct FoundLicence {
  std::string licence_number;
  domain::LicenceStatus status = domain::LicenceStatus::current;
  std::string band;
};

struct FoundSearch {
  core::Uuid check;
  std::string case_reference;
  domain::Purpose purpose = domain::Purpose::new_application;
  std::string band;
};

struct SubjectFound {
  CheckAnswer check;  // the search for entries, recorded as every other
  std::vector<FoundLicence> licences;
  std::vector<FoundSearch> searches;
  core::Date answer_by;
};

// What a person says is about whom asked.
struct Confirmed {
  core::Uuid check;
  std::vector<core::Uuid> entries;
  std::vector<std::string> licences;
  std::vector<core::Uuid> searches;
};

struct HeldEntry {
  ports::DecisionRecord record;
  ports::Sights seen;
};

struct HeldSearch {
  core::Uuid check;
  core::Instant at;
  std::string actor;
  std::string case_reference;
  domain::Purpose purpose = domain::Purpose::new_application;
  domain::Outcome outcome = domain::Outcome::indeterminate;
};

struct SubjectBundle {
  core::Uuid check;
  std::string authority;
  core::Instant made_at;
  person::Person subject;  // as the request described them
  std::vector<HeldEntry> entries;
  std::vector<ports::HeldLicence> licences;
  std::vector<HeldSearch> searches;
  std::vector<std::string> others;  // authorities that recorded further hits
};

// Thread safe.
class SubjectAccess {
public:
  struct Parts {
    Checks& checks;
    const LiveIndex& index;
    ports::Register& reg;
    ports::SubjectRecords& records;
    ports::CheckLog& check_log;
    ports::MisuseDesk& sights;
    const ReferenceData& reference;
    const core::Clock& clock;
    core::Randomness& randomness;
  };
  // All of them outlive it.
  explicit SubjectAccess(const Parts& parts) : its_(parts) {}

  // Opens the duty to answer. It reads every licence of the authority, and every search of
  // theirs whose subject is kept.
  core::Result<SubjectFound> find(const ports::Caller& caller, const SubjectRequest& request);
  // Ends that duty; in the log as an export before it is answered. Errc::not_found where the check
  // is none of the caller's; Errc::conflict where it is for no subject request; Errc::invalid for
  // what is not the caller's own, or may not be about that person.
  core::Result<SubjectBundle> bundle(const ports::Caller& caller, const Confirmed& confirmed);

  static constexpr std::size_t most_confirmed = 1'000;  // of each kind

private:
  core::Result<std::vector<FoundLicence>> licences_of(const ports::Caller& caller,
                                                      const match::Profile& subject,
                                                      const Rules& rules) const;
  core::Result<std::vector<FoundSearch>> searches_of(const ports::Caller& caller,
                                                     const match::Profile& subject,
                                                     const Rules& rules,
                                                     const core::Uuid& but) const;
  core::Result<void> add_entries(const ports::Caller& caller, const Confirmed& confirmed,
                                 const std::vector<StoredHit>& hits, SubjectBundle& bundle,
                                 core::Problems& problems) const;
  core::Result<void> add_licences(const ports::Caller& caller, const Confirmed& confirmed,
                                  const match::Profile& subject, const Rules& rules,
                                  SubjectBundle& bundle, core::Problems& problems) const;
  core::Result<void> add_searches(const ports::Caller& caller, const Confirmed& confirmed,
                                  const match::Profile& subject, const Rules& rules,
                                  SubjectBundle& bundle, core::Problems& problems) const;
  core::Result<void> note(const ports::Caller& caller, const SubjectBundle& bundle) const;

  const Parts its_;
};

}  // namespace badgewatch::app
