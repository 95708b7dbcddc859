// The whole nation compared anew: what a run does, and why its findings and the alerts may differ.
#pragma once

#include "domain/decision.hpp"

#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class RunCause { asked, nightly };
enum class RunState { waiting, running, done };
// In this order.
enum class RunPhase { waiting, reading, entries, licences, integrity, done };

// Why an entry and a licence are found by one of the two and not by the other.
enum class Explanation {
  // Found, and there is no alert:
  decided,           // a human has decided about these two people
  held,              // the entry waits for a second person
  not_yet_compared,  // the watch had not come by it; the alert is raised now
  lost,              // the watch had come by it: the alert is raised now
  // There is an alert, and it is not found any more:
  licence_ended,    // nobody is licensed by it now
  entry_ended,      // the entry was removed, or is past its period
  details_changed,  // either record says something else since
  rules_changed     // the same details weigh less by the rules in force
};

std::string_view name_of(RunCause value);
std::string_view name_of(RunState value);
std::string_view name_of(RunPhase value);
std::string_view name_of(Explanation value);
std::optional<RunCause> run_cause_named(std::string_view name);
std::optional<RunState> run_state_named(std::string_view name);
std::optional<RunPhase> run_phase_named(std::string_view name);
std::optional<Explanation> explanation_named(std::string_view name);
// In a sentence, for an officer.
std::string_view sentence_of(Explanation value);

// Whether the run raises the alert.
constexpr bool is_healed(Explanation value) {
  return value == Explanation::not_yet_compared || value == Explanation::lost;
}

// What a run counts for each authority, beside each explanation under its own name.
inline constexpr std::string_view count_entries = "entries";            // its own, compared
inline constexpr std::string_view count_found = "found";                // with licences of its own
inline constexpr std::string_view count_found_strong = "found_strong";  // of these
inline constexpr std::string_view count_agreed = "agreed";              // of these, with an alert

// Found strongly: its licences of people who were refused or revoked elsewhere, and its own
// refusals and revocations of people who are licensed elsewhere.
inline constexpr std::string_view count_refused_elsewhere = "refused_elsewhere_licensed_here";
inline constexpr std::string_view count_licensed_elsewhere = "refused_here_licensed_elsewhere";

// Whether the decision says that its subject may not have a licence.
constexpr bool is_refusal(DecisionKind kind) {
  return kind == DecisionKind::refusal || kind == DecisionKind::refusal_to_renew ||
         kind == DecisionKind::revocation;
}

// What is known of an alert whose entry and licence are not found together any more.
struct VanishedAlert {
  bool is_licence_watched = false;
  bool is_entry_shown = false;
  bool are_details_equal = false;  // as they were when it was raised
};
Explanation why_vanished(const VanishedAlert& alert);

}  // namespace badgewatch::domain
