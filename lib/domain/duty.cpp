#include "domain/duty.hpp"

#include "domain/duty_clock.hpp"
#include "domain/named.hpp"
#include "domain/reckoning.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

constexpr Names<DutyKind, 9> kinds{{{DutyKind::enter_decision, "enter_decision"},
                                    {DutyKind::share_concern, "share_concern"},
                                    {DutyKind::consider_concern, "consider_concern"},
                                    {DutyKind::review_concern, "review_concern"},
                                    {DutyKind::answer_disclosure, "answer_disclosure"},
                                    {DutyKind::acknowledge_alert, "acknowledge_alert"},
                                    {DutyKind::rectify, "rectify"},
                                    {DutyKind::subject_request, "subject_request"},
                                    {DutyKind::contact_review, "contact_review"}}};

constexpr Names<DutyState, 5> states{{{DutyState::open, "open"},
                                      {DutyState::paused, "paused"},
                                      {DutyState::done, "done"},
                                      {DutyState::transferred, "transferred"},
                                      {DutyState::overdue, "overdue"}}};

constexpr Names<DutyMove, 4> moves{{{DutyMove::pause, "pause"},
                                    {DutyMove::resume, "resume"},
                                    {DutyMove::close, "close"},
                                    {DutyMove::transfer, "transfer"}}};

constexpr Names<DutyNotice, 3> notices{{{DutyNotice::reminder, "reminder"},
                                        {DutyNotice::overdue, "overdue"},
                                        {DutyNotice::escalation, "escalation"}}};

constexpr Names<PauseReason, 2> reasons{
    {{PauseReason::identity, "identity"}, {PauseReason::clarification, "clarification"}}};

core::Error refused(const Duty& duty, DutyMove wanted) {
  const bool is_never = wanted == DutyMove::pause && !may_pause(duty.kind);
  std::string text = is_never ? "The clock of this kind of duty never stands still. The duty is "
                              : "This cannot be done to a duty that is ";
  text += std::string(name_of(duty.state)) + ". ";
  const auto possible = possible_moves(duty);
  if (possible.empty()) return {core::Errc::conflict, text + "Nothing more is possible."};
  text += "Possible: ";
  for (std::size_t i = 0; i < possible.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::string(name_of(possible[i]));
  return {core::Errc::conflict, text + "."};
}

core::Result<void> check_move(const Duty& duty, DutyMove wanted, core::Date on) {
  const auto possible = possible_moves(duty);
  if (std::find(possible.begin(), possible.end(), wanted) == possible.end())
    return refused(duty, wanted);
  auto earliest = duty.opened_on;
  if (!duty.pauses.empty()) earliest = duty.pauses.back().to.value_or(duty.pauses.back().from);
  // What is done before the period has begun, on a day that does not count, is done in time.
  if (wanted == DutyMove::close && duty.pauses.empty()) return {};
  if (on < earliest)
    return core::Error(core::Errc::invalid, "The days are out of order.",
                       {{"/on", "is before " + earliest.iso() + ", when the clock last moved"}});
  return {};
}

}  // namespace

std::string_view name_of(DutyKind value) {
  return name_in(kinds, value);
}
std::string_view name_of(DutyState value) {
  return name_in(states, value);
}
std::string_view name_of(DutyMove value) {
  return name_in(moves, value);
}
std::string_view name_of(DutyNotice value) {
  return name_in(notices, value);
}
std::string_view name_of(PauseReason value) {
  return name_in(reasons, value);
}
std::optional<DutyKind> duty_kind_named(std::string_view name) {
  return named_in(kinds, name);
}
std::optional<DutyState> duty_state_named(std::string_view name) {
  return named_in(states, name);
}
std::optional<DutyMove> duty_move_named(std::string_view name) {
  return named_in(moves, name);
}

std::optional<PauseReason> pause_reason_named(std::string_view name) {
  return named_in(reasons, name);
}

core::Result<Duty> open_duty(const DutyToOpen& wanted, const core::WorkingDays& calendar,
                             const Periods& periods) {
  const auto period = period_of(period_name(wanted.kind), wanted.from, periods);
  if (!period) return period.error();
  Duty duty{.authority = wanted.authority,
            .kind = wanted.kind,
            .about = wanted.about,
            .occasion = wanted.occasion,
            .opened_on = wanted.from,
            .due_on = last_day_of(**period, wanted.from, calendar),
            .reckoning = {},
            .remind_on = {},
            .escalate_on = {},
            .state = DutyState::open,
            .pauses = {},
            .done_on = {},
            .transferred_to = {},
            .transferred_from = {}};
  const bool by_calendar =
      (*period)->unit == PeriodUnit::working_days || (*period)->ends_on_working_day;
  if (auto covered = check_covered(duty.due_on, calendar); by_calendar && !covered)
    return covered.error();
  if (auto set = set_notices(duty, calendar, periods); !set) return set.error();
  duty.reckoning = reckoning_in_words(**period, wanted.from, calendar);
  return duty;
}

DutyState state_on(const Duty& duty, core::Date today) {
  return duty.state == DutyState::open && duty.due_on < today ? DutyState::overdue : duty.state;
}

bool may_pause(DutyKind kind) {
  return kind == DutyKind::subject_request || kind == DutyKind::rectify;
}

std::vector<DutyMove> possible_moves(const Duty& duty) {
  if (duty.state == DutyState::paused)
    return {DutyMove::resume, DutyMove::close, DutyMove::transfer};
  if (duty.state != DutyState::open) return {};
  if (may_pause(duty.kind)) return {DutyMove::pause, DutyMove::close, DutyMove::transfer};
  return {DutyMove::close, DutyMove::transfer};
}

core::Result<Duty> pause_duty(Duty duty, core::Date on, PauseReason why) {
  if (auto may = check_move(duty, DutyMove::pause, on); !may) return may.error();
  if (duty.due_on < on)
    return core::Error(core::Errc::conflict,
                       "The last day was " + duty.due_on.iso() + ": what is late stays late.");
  duty.state = DutyState::paused;
  duty.pauses.push_back({on, {}, why});
  return duty;
}

core::Result<Duty> resume_duty(Duty duty, core::Date on, const core::WorkingDays& calendar,
                               const Periods& periods) {
  if (auto may = check_move(duty, DutyMove::resume, on); !may) return may.error();
  const auto period = period_of(period_name(duty.kind), duty.opened_on, periods);
  if (!period) return period.error();
  auto& pause = duty.pauses.back();
  pause.to = on;
  const bool by_working_days = (*period)->unit == PeriodUnit::working_days;
  for (auto day = pause.from; day < on; day = day.plus_days(1)) {
    if (by_working_days && !calendar.is_working_day(day)) continue;
    duty.due_on =
        by_working_days ? calendar.last_day(duty.due_on.plus_days(1), 1) : duty.due_on.plus_days(1);
  }
  duty.due_on = ended(**period, duty.due_on, calendar);
  if (auto set = set_notices(duty, calendar, periods); !set) return set.error();
  duty.reckoning += " " + pause_in_words(pause, duty.due_on);
  duty.state = DutyState::open;
  return duty;
}

core::Result<Duty> close_duty(Duty duty, core::Date on) {
  if (auto may = check_move(duty, DutyMove::close, on); !may) return may.error();
  if (duty.state == DutyState::paused) duty.pauses.back().to = on;
  duty.state = DutyState::done;
  duty.done_on = on;
  return duty;
}

core::Result<TransferredDuty> transfer_duty(Duty duty, std::string to, core::Date on) {
  if (auto may = check_move(duty, DutyMove::transfer, on); !may) return may.error();
  if (to == duty.authority)
    return core::Error(core::Errc::invalid, "An authority cannot hand a duty to itself.",
                       {{"/to", "is the authority that has the duty"}});
  auto taken = duty;
  taken.authority = to;
  taken.transferred_from = duty.authority;
  duty.state = DutyState::transferred;
  duty.done_on = on;
  duty.transferred_to = std::move(to);
  return TransferredDuty{std::move(duty), std::move(taken)};
}

std::string_view escalates_to(DutyKind kind) {
  switch (kind) {
    case DutyKind::rectify:
    case DutyKind::subject_request:
    case DutyKind::contact_review:
      return "data_administrator";
    default:
      return "supervisor";
  }
}

bool is_said_on(DutyNotice notice, const Duty& duty, core::Date today) {
  if (duty.state != DutyState::open) return false;
  switch (notice) {
    case DutyNotice::reminder:
      return duty.remind_on <= today && today <= duty.due_on;
    case DutyNotice::overdue:
      return duty.due_on < today;
    case DutyNotice::escalation:
      return duty.escalate_on <= today;
  }
  return false;
}

}  // namespace badgewatch::domain
