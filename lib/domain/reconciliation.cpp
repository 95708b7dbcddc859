#include "domain/reconciliation.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<RunCause, 2> causes{{{RunCause::asked, "asked"}, {RunCause::nightly, "nightly"}}};

constexpr Names<RunState, 3> states{
    {{RunState::waiting, "waiting"}, {RunState::running, "running"}, {RunState::done, "done"}}};

constexpr Names<RunPhase, 6> phases{{{RunPhase::waiting, "waiting"},
                                     {RunPhase::reading, "reading"},
                                     {RunPhase::entries, "entries"},
                                     {RunPhase::licences, "licences"},
                                     {RunPhase::integrity, "integrity"},
                                     {RunPhase::done, "done"}}};

constexpr Names<Explanation, 8> explanations{{{Explanation::decided, "decided"},
                                              {Explanation::held, "held"},
                                              {Explanation::not_yet_compared, "not_yet_compared"},
                                              {Explanation::lost, "lost"},
                                              {Explanation::licence_ended, "licence_ended"},
                                              {Explanation::entry_ended, "entry_ended"},
                                              {Explanation::details_changed, "details_changed"},
                                              {Explanation::rules_changed, "rules_changed"}}};

}  // namespace

std::string_view name_of(RunCause value) {
  return name_in(causes, value);
}
std::string_view name_of(RunState value) {
  return name_in(states, value);
}
std::string_view name_of(RunPhase value) {
  return name_in(phases, value);
}
std::string_view name_of(Explanation value) {
  return name_in(explanations, value);
}
std::optional<RunCause> run_cause_named(std::string_view name) {
  return named_in(causes, name);
}
std::optional<RunState> run_state_named(std::string_view name) {
  return named_in(states, name);
}
std::optional<RunPhase> run_phase_named(std::string_view name) {
  return named_in(phases, name);
}
std::optional<Explanation> explanation_named(std::string_view name) {
  return named_in(explanations, name);
}

std::string_view sentence_of(Explanation value) {
  switch (value) {
    case Explanation::decided:
      return "Somebody of the authority has decided about these two people, so there is no alert.";
    case Explanation::held:
      return "The entry waits for a second person; the alert comes when it is released.";
    case Explanation::not_yet_compared:
      return "The watch had not come by it yet; the alert was raised by this run.";
    case Explanation::lost:
      return "The watch had come by it and there was no alert; it was raised by this run.";
    case Explanation::licence_ended:
      return "Nobody is licensed by that licence any more.";
    case Explanation::entry_ended:
      return "The entry was removed or is past its period.";
    case Explanation::details_changed:
      return "The entry or the licence says something else now than when the alert was raised.";
    case Explanation::rules_changed:
      return "The details are the same and weigh less by the rules that are in force now.";
  }
  return {};
}

Explanation why_vanished(const VanishedAlert& alert) {
  if (!alert.is_entry_shown) return Explanation::entry_ended;
  if (!alert.is_licence_watched) return Explanation::licence_ended;
  return alert.are_details_equal ? Explanation::rules_changed : Explanation::details_changed;
}

}  // namespace badgewatch::domain
