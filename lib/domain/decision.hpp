// An adverse decision on the register: an entry under section 2 of the 2022 Act.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/error.hpp"
#include "core/uuid.hpp"
#include "core/working_days.hpp"
#include "domain/periods.hpp"
#include "person/person.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

// The first four are the statute's (section 2(1)). The others a deployment turns on with a recorded
// legal basis; until then they are refused.
enum class DecisionKind {
  refusal,
  refusal_to_renew,
  suspension,
  revocation,
  interim_suspension,               // until the case is decided
  out_of_area_suspension,           // for a short time, of a licence that another authority issued
  surrendered_under_investigation,  // a pointer: the licence was given up before a decision
};

enum class EntryState { active, under_appeal, removal_proposed, ended, removed };

std::string_view name_of(DecisionKind value);
std::string_view name_of(EntryState value);
std::optional<DecisionKind> decision_kind_named(std::string_view name);
std::optional<EntryState> entry_state_named(std::string_view name);

// Not in statute: turned on by a deployment's own policy.
bool is_optional(DecisionKind kind);
// One that ends, by its date or by being lifted.
bool is_suspension(DecisionKind kind);

// A decision as its recording authority posts it.
struct Decision {
  DecisionKind kind = DecisionKind::revocation;
  core::Date decided_on;
  core::Date effective_on;
  core::Date notified_on;
  std::optional<core::Date> suspension_ends_on;
  bool relies_on_relevant_information = false;
  person::Person subject;
  std::string your_reference;
  // Of an imported history only (scope `import`): the clocks run from that day.
  std::optional<core::Date> first_entered_on;
  std::string imported_from;
  friend bool operator==(const Decision&, const Decision&) = default;
};

// What the register reckons for an entry when it is made.
struct EntryClocks {
  core::Date enter_by;        // 5 working days beginning with the notification; section 2(5)
  std::optional<bool> late;   // nothing for an imported one
  core::Date retained_until;  // the last day kept: 11 years from the first entry; section 2(2)(b)
};

// Wrong fields of a decision that arrives on `today`, pointers from the body's root; empty when it
// may be entered. Section 2(1): it must rely wholly or partly on relevant information.
std::vector<core::FieldProblem> check_decision(const Decision& decision, core::Date today);

// Errc::unavailable when the calendar or the periods do not cover the days that it needs;
// Errc::invalid when the period of an imported entry is over: nothing is kept past it.
core::Result<EntryClocks> reckon_clocks(const Decision& decision, core::Date entered_on,
                                        const core::WorkingDays& calendar, const Periods& periods);

// The state as of `today`: a suspension past its end is `ended`.
EntryState state_on(EntryState stored, DecisionKind kind,
                    std::optional<core::Date> suspension_ends_on, core::Date today);

// Whether a check may still hit it (all but `removed`).
bool is_shown(EntryState state);

}  // namespace badgewatch::domain
