// Concerns: what an authority tells the authority that licenses a driver (2022 Act, sections 5 and
// 6), what the other does with it, and in which order. Pure rules.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "domain/authority.hpp"
#include "person/person.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

// Relevant information, by the letters of section 1.
enum class ConcernCategory {
  sexual_offence,       // a
  harassment,           // b
  harm,                 // c: physical or psychological
  risk_of_harm,         // d: an offence risking such harm
  equality_offence,     // e: sections 165, 168 or 170 of the Equality Act 2010
  discrimination,       // f: or victimisation
  threats,              // g: threatened, abused or insulted
  road_safety,          // h
  otherwise_unsuitable  // i: on safeguarding or road-safety grounds
};

// Where the reporter has it from.
enum class ConcernSource {
  complaint,
  police,
  own_officer,
  operator_of_vehicles,
  another_agency,
  court,
  media,
  other
};

// What an issuer did: section 6 wants suspension and revocation considered.
enum class ConcernOutcome {
  suspended,
  revoked,
  warned,     // or conditions, or training
  no_action,  // comes back when something new about the person comes
  not_ours,   // does not license that person
};

// How one issuer stands with a concern.
enum class IssuerState {
  to_consider,
  considered,
  to_review,    // was closed with no action, and something new has come
  transferred,  // another authority has it now
};

enum class ConcernMove { consider, transfer };

// Whether the register has found who licenses the person.
enum class Routing { pending, routed, no_issuer_found };

std::string_view name_of(ConcernCategory value);
std::string_view name_of(ConcernSource value);
std::string_view name_of(ConcernOutcome value);
std::string_view name_of(IssuerState value);
std::string_view name_of(ConcernMove value);
std::string_view name_of(Routing value);
std::optional<ConcernCategory> concern_category_named(std::string_view name);
std::optional<ConcernSource> concern_source_named(std::string_view name);
std::optional<ConcernOutcome> concern_outcome_named(std::string_view name);
std::optional<IssuerState> issuer_state_named(std::string_view name);
std::optional<Routing> routing_named(std::string_view name);

// A census answer (ONS 2021 code) or why there is none; neither is ever matched by, nor kept with
// the concern: it is counted.
struct RecordedTrait {
  std::string code;     // of the list; or "not_stated", "not_known"
  std::string missing;  // why, of these two
  friend bool operator==(const RecordedTrait&, const RecordedTrait&) = default;
};

// A concern as its reporter posts it.
struct Concern {
  core::Date became_aware_on;
  std::set<ConcernCategory> categories;
  person::Person subject;
  std::string issuer;  // code; empty: the register finds who licenses them
  std::optional<core::Date> observed_from;
  std::optional<core::Date> observed_to;
  std::string observed_where;
  ConcernSource source = ConcernSource::other;
  std::string particulars;
  std::string your_reference;
  bool is_about_child_sexual_exploitation = false;
  friend bool operator==(const Concern&, const Concern&) = default;
};

// Beside it, and kept apart from it: of child sexual exploitation alone, and then both are there.
struct ConcernStatistics {
  std::optional<RecordedTrait> ethnicity;
  std::optional<RecordedTrait> nationality;
};

// Wrong fields of a concern that arrives on `today`, pointers from the body's root.
std::vector<core::FieldProblem> check_concern(const Concern& concern,
                                              const ConcernStatistics& statistics,
                                              const std::string& reporter,
                                              const Authorities& authorities, core::Date today);

// Section 5 binds English authorities, of drivers licensed in England, Wales and Scotland; `issuer`
// may not be known yet.
bool owes_sharing(const Authority& reporter, const Authority* issuer);
// Section 6 binds English issuers, whoever reported.
bool owes_considering(const Authority& issuer);

// What an issuer wrote back.
struct Consideration {
  ConcernOutcome outcome = ConcernOutcome::no_action;
  core::Date on;
  std::string reasons;
  std::string considered_by;
  friend bool operator==(const Consideration&, const Consideration&) = default;
};

std::vector<ConcernMove> possible_moves(IssuerState state);
// Errc::conflict, naming the state and what is possible.
core::Result<void> check_move(IssuerState state, ConcernMove wanted);
// Wrong fields: the day is between receipt and today.
std::vector<core::FieldProblem> check_consideration(const Consideration& consideration,
                                                    core::Date received_on, core::Date today);

// Whether something new about the person brings it back.
bool comes_back(IssuerState state, const std::optional<ConcernOutcome>& outcome);

}  // namespace badgewatch::domain
