// CHECK: what a check answers, as values and as the JSON that is sent and kept.
#pragma once

#include "core/clock.hpp"
#include "core/json_writer.hpp"
#include "core/uuid.hpp"
#include "domain/authority.hpp"
#include "domain/check.hpp"
#include "match/match.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/feed_chain.hpp"
#include "proof/receipt.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

// An entry that may be about the person asked about. Of its subject only name and birth year are
// shown; of numbers and addresses only whether they agree.
struct Hit {
  core::Uuid id;
  core::Uuid entry;
  std::int64_t entry_version = 0;  // never shown
  std::string recording_authority;
  std::string recording_authority_name;
  domain::DecisionKind kind = domain::DecisionKind::revocation;
  core::Date decided_on;
  core::Date effective_on;
  domain::EntryState state = domain::EntryState::active;
  std::string name;
  std::optional<int> birth_year;
  domain::Contact ask;
  match::Comparison comparison;
  bool is_concern = false;                     // then nothing of it is shown but whom to ask
  bool is_own = false;                         // the asking authority recorded it
  std::optional<core::Date> disputed_on = {};  // by the driver, while that stands
  bool is_held = false;  // a second person of the recording authority has not looked at it yet
  core::Hash pair{};     // what a finding is bound to, see finding_pair.hpp; never shown
  // What findings of those are bound to whose heir the asking authority is.
  std::vector<core::Hash> former_pairs = {};
  // What the asking authority found about these two people before, unchanged as they are.
  std::optional<ports::FindingRecord> earlier_finding;
};

struct CheckAnswer {
  core::Uuid id;
  core::Instant checked_at;
  domain::Outcome outcome = domain::Outcome::indeterminate;
  std::vector<Hit> hits;                     // strongest first
  std::size_t hits_left_out = 0;             // weaker ones beyond what one answer shows
  std::vector<core::FieldProblem> warnings;  // about what was asked
  // Nothing when the index was behind: then there are hits, and no more may be concluded.
  std::optional<proof::Position> proven;
  core::Instant proven_at;
  std::string rules;                       // that it was made by
  std::vector<std::string_view> searched;  // in the contract's words
  proof::Receipt receipt;
};

// What a search looked through, in the contract's words.
inline constexpr std::string_view searched_decisions = "decisions";
inline constexpr std::string_view searched_own_concerns = "own_concerns";
inline constexpr std::string_view searched_shared_pointers = "shared_pointers";

// Whom to ask, as the member `ask`.
void write_ask(core::JsonWriter& out, const domain::Contact& ask);

// One sentence on what to do next about a hit.
std::string next_step(const Hit& hit);

// The whole CHECK as JSON.
std::string to_json(const CheckAnswer& answer);

// A stored CHECK with its last words changed: `"current": false` and the entries that contradict
// it.
core::Result<std::string> with_contradictions(const std::string& stored,
                                              const std::vector<core::Uuid>& contradicted_by);

// A stored CHECK with what was asked, which is kept as JSON beside it.
std::string with_asked(std::string stored, std::string_view request);

// A stored CHECK with `finding` in each hit that was adjudicated since.
std::string with_findings(std::string stored, const std::vector<ports::FindingRecord>& findings);

// What was found about a hit, and who found it when on which check: as `earlier_finding` of a later
// hit, and as `finding` of the hit itself.
void write_finding(core::JsonWriter& out, const ports::FindingRecord& finding);

struct StoredHit {
  core::Uuid id;
  core::Uuid entry;
  std::string recording_authority;
};
// The hits of a stored CHECK, in order.
core::Result<std::vector<StoredHit>> hits_in(const std::string& stored);

}  // namespace badgewatch::app
