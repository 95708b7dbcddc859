// Duties and their clocks: what an authority owes, by when, and what happens where it is not done.
// Pure rules; days, periods and the calendar come from the caller.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "core/working_days.hpp"
#include "domain/periods.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class DutyKind {
  enter_decision,     // 2022 Act, section 2(5): on the decision itself, never in the list of duties
  share_concern,      // section 5: tell the issuing authority
  consider_concern,   // section 6: consider and write back; English issuers alone
  review_concern,     // a concern closed with no action about whom something new has come
  answer_disclosure,  // section 3
  acknowledge_alert,
  rectify,          // UK GDPR articles 16 and 12(3)
  subject_request,  // articles 15 and 12(3)
  contact_review,   // how an authority is to be asked for more
};

// `overdue` is an open one past its last day; it is never stored.
enum class DutyState { open, paused, done, transferred, overdue };

enum class DutyMove { pause, resume, close, transfer };

// What is said of a duty that is near or past its last day; each once.
enum class DutyNotice { reminder, overdue, escalation };

// Why a clock stands still: UK GDPR article 12(6), and article 12(3) as the Commissioner reads it.
enum class PauseReason {
  identity,       // the person was asked who they are
  clarification,  // the person was asked what they mean
};
inline constexpr std::array pause_reasons{PauseReason::identity, PauseReason::clarification};

std::string_view name_of(DutyKind value);
std::string_view name_of(DutyState value);
std::string_view name_of(DutyMove value);
std::string_view name_of(DutyNotice value);
std::string_view name_of(PauseReason value);
std::optional<DutyKind> duty_kind_named(std::string_view name);
std::optional<DutyState> duty_state_named(std::string_view name);
std::optional<DutyMove> duty_move_named(std::string_view name);
std::optional<PauseReason> pause_reason_named(std::string_view name);

// The thing that makes the duty.
struct About {
  std::string type;  // "concern", "disclosure_request", "alert"
  core::Uuid id;
  friend bool operator==(const About&, const About&) = default;
};

// From its first day on; without an end while it lasts. The last day of a pause does count again.
struct Pause {
  core::Date from;
  std::optional<core::Date> to;
  PauseReason why = PauseReason::identity;
  friend bool operator==(const Pause&, const Pause&) = default;
};

struct Duty {
  std::string authority;  // that owes it
  DutyKind kind = DutyKind::share_concern;
  About about;
  std::string occasion;  // which of several about the same thing; mostly empty
  core::Date opened_on;  // the day that the period begins with
  core::Date due_on;     // the last day
  std::string reckoning;
  core::Date remind_on;  // behind the last day where nobody is reminded
  core::Date escalate_on;
  DutyState state = DutyState::open;  // as stored: never overdue
  std::vector<Pause> pauses;          // oldest first
  std::optional<core::Date> done_on;  // or the day on which another authority took it over
  std::string transferred_to;
  std::string transferred_from;
  friend bool operator==(const Duty&, const Duty&) = default;
};

struct DutyToOpen {
  std::string authority;
  DutyKind kind = DutyKind::share_concern;
  About about;
  core::Date from;  // of receipt, awareness, notification: the day that the period begins with
  std::string occasion = {};
};

// By the period in force on `from`. Errc::unavailable when the reference data lack it, or the bank
// holidays of its days.
core::Result<Duty> open_duty(const DutyToOpen& wanted, const core::WorkingDays& calendar,
                             const Periods& periods);

// An open one past its last day is overdue: the day after is the first on which it is.
DutyState state_on(const Duty& duty, core::Date today);

// Whether that kind of clock may stand still. Those of the 2022 Act never do; a person's request
// does while they are asked who they are or what they mean.
bool may_pause(DutyKind kind);

// In the order of DutyMove; none where it is done or transferred.
std::vector<DutyMove> possible_moves(const Duty& duty);

// Each gives the duty as it stands then. Errc::conflict for a move that its state does not allow,
// naming the state and what is possible; Errc::invalid for a day before the one that went before.
core::Result<Duty> pause_duty(Duty duty, core::Date on, PauseReason why);
// Its last day moves by what was paused: working days where it is reckoned in those, else days.
core::Result<Duty> resume_duty(Duty duty, core::Date on, const core::WorkingDays& calendar,
                               const Periods& periods);
core::Result<Duty> close_duty(Duty duty, core::Date on);

struct TransferredDuty {
  Duty left;   // at the authority that had it
  Duty taken;  // at the other: its clock goes on
};
core::Result<TransferredDuty> transfer_duty(Duty duty, std::string to, core::Date on);

// The role at the owing authority that is told where it is not done, by its name in
// access/role.hpp.
std::string_view escalates_to(DutyKind kind);

// What is to be said on that day, if it has not been said; a reminder is not, once it is late.
bool is_said_on(DutyNotice notice, const Duty& duty, core::Date today);

}  // namespace badgewatch::domain
