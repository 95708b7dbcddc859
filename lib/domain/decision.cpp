#include "domain/decision.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<DecisionKind, 7> kinds{
    {{DecisionKind::refusal, "refusal"},
     {DecisionKind::refusal_to_renew, "refusal_to_renew"},
     {DecisionKind::suspension, "suspension"},
     {DecisionKind::revocation, "revocation"},
     {DecisionKind::interim_suspension, "interim_suspension"},
     {DecisionKind::out_of_area_suspension, "out_of_area_suspension"},
     {DecisionKind::surrendered_under_investigation, "surrendered_under_investigation"}}};

constexpr Names<EntryState, 5> states{{{EntryState::active, "active"},
                                       {EntryState::under_appeal, "under_appeal"},
                                       {EntryState::removal_proposed, "removal_proposed"},
                                       {EntryState::ended, "ended"},
                                       {EntryState::removed, "removed"}}};

// Drivers are licensed by councils since the Local Government (Miscellaneous Provisions) Act 1976.
const core::Date first_licensing_day = *core::Date::of(1976, 1, 1);

}  // namespace

std::string_view name_of(DecisionKind value) {
  return name_in(kinds, value);
}
std::string_view name_of(EntryState value) {
  return name_in(states, value);
}
std::optional<DecisionKind> decision_kind_named(std::string_view name) {
  return named_in(kinds, name);
}
std::optional<EntryState> entry_state_named(std::string_view name) {
  return named_in(states, name);
}

bool is_optional(DecisionKind kind) {
  return kind == DecisionKind::interim_suspension || kind == DecisionKind::out_of_area_suspension ||
         kind == DecisionKind::surrendered_under_investigation;
}

bool is_suspension(DecisionKind kind) {
  return kind == DecisionKind::suspension || kind == DecisionKind::interim_suspension ||
         kind == DecisionKind::out_of_area_suspension;
}

std::vector<core::FieldProblem> check_decision(const Decision& decision, core::Date today) {
  std::vector<core::FieldProblem> problems;
  const auto wrong = [&](const char* pointer, const char* detail) {
    problems.push_back({pointer, detail});
  };
  if (!decision.relies_on_relevant_information)
    wrong("/relies_on_relevant_information",
          "must be true: only a decision that relied wholly or partly on relevant information is "
          "entered (section 2(1) of the 2022 Act)");
  if (today < decision.decided_on) wrong("/decided_on", "is in the future");
  if (today < decision.notified_on) wrong("/notified_on", "is in the future");
  if (decision.suspension_ends_on) {
    if (!is_suspension(decision.kind))
      wrong("/suspension_ends_on", "belongs to a suspension only");
    else if (*decision.suspension_ends_on < decision.effective_on)
      wrong("/suspension_ends_on", "is before the day on which the suspension takes effect");
  } else if (decision.kind == DecisionKind::out_of_area_suspension) {
    wrong("/suspension_ends_on", "is required: an out-of-area suspension is for a short time");
  }
  if (decision.first_entered_on) {
    if (today < *decision.first_entered_on)
      wrong("/first_entered_on", "is in the future");
    else if (*decision.first_entered_on < decision.decided_on)
      wrong("/first_entered_on", "is before the day of the decision");
    else if (*decision.first_entered_on < first_licensing_day)
      wrong("/first_entered_on", "is before 1976, when this licensing began");
  }
  return problems;
}

core::Result<EntryClocks> reckon_clocks(const Decision& decision, core::Date entered_on,
                                        const core::WorkingDays& calendar, const Periods& periods) {
  const auto* enter = periods.in_force("enter_decision", decision.notified_on);
  if (enter == nullptr) return not_loaded("the period `enter_decision`");
  const auto first_entered = decision.first_entered_on.value_or(entered_on);
  const auto* retain = periods.in_force("retain_entry", first_entered);
  if (retain == nullptr) return not_loaded("the period `retain_entry`");

  EntryClocks clocks;
  clocks.enter_by = last_day_of(*enter, decision.notified_on, calendar);
  // Days before the first loaded year are reckoned by weekends: what is years late stays late.
  const bool recent = decision.notified_on.plus_years(1) >= entered_on;
  if (recent && !calendar.covers(decision.notified_on, clocks.enter_by)) {
    const bool begins = calendar.covers(decision.notified_on, decision.notified_on);
    const auto lacking = begins ? clocks.enter_by : decision.notified_on;
    return not_loaded("the bank holidays of " + std::to_string(lacking.year()));
  }
  if (!decision.first_entered_on) clocks.late = clocks.enter_by < entered_on;
  clocks.retained_until = last_day_of(*retain, first_entered, calendar);
  if (clocks.retained_until < entered_on)
    return core::Error(core::Errc::invalid, "The time for which this entry may be kept is over.",
                       {{"/first_entered_on", "is so long ago that the entry's period is over"}});
  return clocks;
}

EntryState state_on(EntryState stored, DecisionKind kind,
                    std::optional<core::Date> suspension_ends_on, core::Date today) {
  const bool over = is_suspension(kind) && suspension_ends_on && *suspension_ends_on < today;
  return over && stored == EntryState::active ? EntryState::ended : stored;
}

bool is_shown(EntryState state) {
  return state != EntryState::removed;
}

}  // namespace badgewatch::domain
