// One writing transaction: everything in it happens, or nothing does.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/decision.hpp"
#include "domain/finding.hpp"
#include "domain/licence.hpp"
#include "ports/concerns.hpp"
#include "ports/disclosures.hpp"
#include "ports/duties.hpp"
#include "ports/entry_history.hpp"
#include "proof/feed_chain.hpp"
#include "proof/leaf.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

class CaseOutcomeWork;    // ports/case_outcomes.hpp
class RectificationWork;  // ports/rectifications.hpp

// Who acts: the authority is the credential's, never a field of a body.
struct Caller {
  std::string authority;
  std::string actor;  // the key's or officer's id, for the log
  // What people call that key or officer; empty where nothing but the id is known.
  std::string label = {};
  bool is_person = false;  // an officer, and no system
  // Who acts under the code of a former authority, and has of its records what went to it; empty
  // for whoever acts under their own code.
  std::string acting = {};
};

struct LicenceToPut {
  domain::Licence licence;
  // The version that it must have, unless it has this content already.
  std::optional<std::int64_t> if_match;
};

enum class PutOutcome { created, updated, unchanged, version_differs };

struct LicencePut {
  PutOutcome outcome = PutOutcome::created;
  core::Uuid id;
  std::int64_t version = 0;
};

struct DecisionToEnter {
  // Made once by whoever enters it, before the first attempt: tried again, it is the same decision.
  core::Uuid id;
  domain::Decision decision;
  domain::EntryClocks clocks;
};

// A decision as the register keeps it.
struct DecisionRecord {
  core::Uuid id;
  std::string authority;
  domain::Decision decision;
  domain::EntryClocks clocks;
  core::Instant entered_at;
  domain::EntryState state = domain::EntryState::active;
  std::int64_t version = 0;
  std::int64_t feed_seq = 0;  // the event that last changed it
  // Filled where one entry is read; empty beside a decision that is entered.
  bool lifted = false;
  bool appealed = false;
  std::optional<core::Date> disputed_on = {};  // by the driver, while that stands
  std::optional<Proposal> proposal = {};
  std::vector<HistoryItem> history = {};  // oldest first

  domain::Standing standing() const { return {state, lifted, appealed, disputed_on.has_value()}; }
};

// `entered`: now, or by an earlier attempt under the same id. `repeated`: the same reference with
// the same content is the same decision, shown as it stands.
enum class EnterOutcome { entered, repeated, reference_taken };

struct DecisionEntered {
  EnterOutcome outcome = EnterOutcome::entered;
  DecisionRecord record;
};

// A human's finding about a hit. Made once by whoever keeps it, before the first attempt.
struct FindingRecord {
  core::Uuid id;
  core::Uuid check;
  core::Uuid hit;
  core::Uuid entry;
  std::string recording_authority;  // the entry's
  core::Hash pair{};                // which two people, see app/finding_pair.hpp
  domain::Finding finding = domain::Finding::undecided;
  std::string reason;    // kept sealed
  std::string found_by;  // kept sealed
  core::Instant found_at;
};

// The first answer to a request under an Idempotency-Key.
struct StoredAnswer {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct IdempotencyKey {
  std::string key;
  core::Hash fingerprint;  // of method, path and body
};

// Used by one thread. Destroying it without commit() rolls back.
class UnitOfWork {
public:
  virtual ~UnitOfWork() = default;

  // The stored answer, when this key was used before with the same fingerprint. Errc::key_reused
  // with another; Errc::still_running while the first request is.
  virtual core::Result<std::optional<StoredAnswer>> claim(const IdempotencyKey& key,
                                                          core::Instant now) = 0;
  virtual core::Result<void> keep_answer(const IdempotencyKey& key, const StoredAnswer& answer,
                                         core::Instant now) = 0;

  // In order, one outcome each. A licence number several times in one transaction: each is compared
  // with the one before it, the last one is stored, and all their changes make one version.
  virtual core::Result<std::vector<LicencePut>> put_licences(std::span<const LicenceToPut> licences,
                                                             core::Instant now) = 0;
  virtual core::Result<std::vector<DecisionEntered>> enter_decisions(
      std::span<const DecisionToEnter> decisions, core::Instant now) = 0;

  // The entry as it stands, with its history; nobody else of the authority changes it until this
  // unit ends. Errc::not_found where there is none of the caller's; Errc::forbidden where it is
  // another authority's and the caller was given a hit or an alert on it.
  virtual core::Result<DecisionRecord> entry_to_change(const core::Uuid& id) = 0;
  // Gives the entry its next version: `changed` as it is to stand, whose last item of history is
  // what happened. Tells each authority that was given a hit or an alert on it (`entry_changed`),
  // once for each of its licences concerned, unless that item is not to be told. Errc::not_found
  // when it was erased meanwhile.
  virtual core::Result<void> change_entry(const DecisionRecord& changed) = 0;

  // Beside those that are there: the last one about a pair counts. Errc::not_found when the entry
  // is gone.
  virtual core::Result<void> keep_finding(const FindingRecord& finding) = 0;

  // What the thing that is written makes somebody owe, or does of what was owed. As good as the
  // unit is.
  virtual Duties& duties() = 0;
  virtual Concerns& concerns() = 0;

  // Live as long as this unit.
  virtual DisclosureWork& disclosures() = 0;
  virtual CaseOutcomeWork& case_outcomes() = 0;
  virtual RectificationWork& rectifications() = 0;

  // A leaf that is there already, from an attempt whose answer was lost, is left alone.
  virtual core::Result<void> log(std::span<const proof::Leaf> leaves) = 0;

  // Appends the feed events of all that changed, head last, and commits. The head after it.
  // Errc::unavailable when the outcome is unknown: the same request may be sent again.
  virtual core::Result<proof::Head> commit() = 0;
};

class Register {
public:
  virtual ~Register() = default;

  virtual core::Result<std::unique_ptr<UnitOfWork>> begin(const Caller& caller) = 0;

  // Own entries only: another authority's is Errc::not_found.
  virtual core::Result<DecisionRecord> find_decision(const Caller& caller,
                                                     const core::Uuid& id) = 0;
  struct LicenceRecord {
    core::Uuid id;
    domain::Licence licence;
    std::int64_t version = 0;
  };
  virtual core::Result<LicenceRecord> find_licence(const Caller& caller,
                                                   const std::string& licence_number) = 0;
};

}  // namespace badgewatch::ports
