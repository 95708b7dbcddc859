// Alerts and each authority's own events.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/alert.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/feed_chain.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct NewAlert {
  std::string authority;  // who is told
  domain::AlertKind kind = domain::AlertKind::licensee_matched;
  std::string entry_type;  // "decision"; of entries_held "hold"
  core::Uuid entry;
  std::string recording_authority;
  core::Uuid licence;  // of entries_held none
  std::string band;    // "possible", "strong"; of entries_held none
  double probability = 0;
  core::Hash pair{};  // which two people, see app/finding_pair.hpp
};

// Under which rules everything up to the watch's position was compared, or is being compared anew.
struct ComparedUnder {
  std::string rules;                // match::rules_version(); empty: nobody knows
  std::optional<core::Uuid> entry;  // under way: done up to this entry, in the order of their ids
  bool whole = false;               // done
  friend bool operator==(const ComparedUnder&, const ComparedUnder&) = default;
};

// A change of an entry that the watch has come by.
struct ChangedEntry {
  std::string recording_authority;
  core::Uuid entry;
  std::int64_t version = 0;  // that the change made
};

// Something new about the person of a concern: a licence, an entry, another concern.
struct ConcernMatch {
  core::Uuid concern;
  std::string reporter;
  std::string cause;  // "licence", "decision", "concern"
  core::Uuid cause_id;
  std::string cause_authority;
  std::string band;
  double probability = 0;
  // Of a licence: what its authority owes where the concern is new to it; nothing: no such duty.
  std::optional<domain::Duty> consider = {};
  // What an issuer owes that closed it with no action; its authority is filled in.
  std::optional<domain::Duty> review = {};
};

// What one step of the watch compared: the rows behind `from`, up to `to`, with an index that stood
// at `index` or before; and how far everything has been compared anew, where that was what it did.
struct Compared {
  proof::Position from;
  proof::Position to;
  proof::Position index;
  std::optional<ComparedUnder> anew = {};
  // Changes among these rows. Who was given the entry was told with the change itself; who was
  // alerted to it beside the change is told now.
  std::vector<ChangedEntry> changed = {};
  // A concern is given to whoever licenses the person, told to be joined with another one, and
  // comes back where it was closed with no action: each once. `is_shared`: parties of one concern
  // are told of the other though they are no party to that.
  std::vector<ConcernMatch> concerns = {};
  bool is_shared = false;
};

// The only writer of alerts but `entry_changed` and `duty_due`: whoever holds the watch, one in the
// whole deployment. It is held by a lease that ends by itself when it is not asked for again: one
// who hangs holds up nobody. Used by one thread.
class Watch {
public:
  virtual ~Watch() = default;
  // True while this daemon holds the watch; false while another one does. To be asked before each
  // step, at least some times within the lease.
  virtual core::Result<bool> hold() = 0;
  // Another may have it at once.
  virtual void let_go() = 0;
  // The place in the feed up to which everything has been compared. Number 0 of the feed's epoch
  // when nothing has, or when that place is not on this feed: the database was restored.
  virtual core::Result<proof::Position> position() = 0;
  // Writes the alerts that are to be told, one event each, and the new position, in one
  // transaction; how many were told. Left out are those whose pair their authority has decided, and
  // those beside which an earlier alert of the same kind, entry and licence waits for a finding on
  // its own pair: there is one until a human has decided, and one again when the evidence has
  // changed since. A finding of the same moment may come too late. Those about entries that wait
  // for a second person wait with them. Errc::conflict, and nothing is written, when the position
  // is not `from` any more or `to` or `index` is not on this feed; Errc::unavailable when another
  // holds the watch by now.
  virtual core::Result<std::size_t> raise(std::span<const NewAlert> alerts,
                                          const Compared& compared, core::Instant now) = 0;
  // Tells authorities of their entries that wait for a second person, and raises at most some
  // hundred alerts that waited for one and do no more, in the order in which they came, in one
  // transaction. How many. Errc::unavailable when another holds the watch by now.
  virtual core::Result<std::size_t> raise_waiting(core::Instant now) = 0;
  virtual core::Result<ComparedUnder> compared_under() = 0;
  // The same without alerts. Errc::unavailable when another holds the watch by now.
  virtual core::Result<void> note(const ComparedUnder& compared) = 0;
};

// Which duty an alert is about.
struct AlertedDuty {
  domain::DutyKind kind = domain::DutyKind::share_concern;
  domain::About about;
};

struct Alert {
  core::Uuid id;
  std::int64_t number = 0;  // dense per authority: the cursor
  core::Instant raised_at;
  domain::AlertKind kind = domain::AlertKind::licensee_matched;
  domain::AlertState state = domain::AlertState::raised;
  std::string licence_number;  // empty: about no licence, but a check of theirs
  std::string entry_type;
  core::Uuid entry;
  std::string recording_authority;
  std::string band;  // empty, with `probability`, where nothing was compared
  double probability = 0;
  std::optional<core::Uuid> check = {};  // of earlier_check_contradicted: which one
  // And what became of its case: "undecided", "already_granted", "refused", "withdrawn".
  std::string check_case = {};
  // Of entry_changed: what happened, and when. Of duty_due: what is said, and the duty's last day.
  std::string change = {};
  std::optional<core::Date> changed_on = {};
  std::optional<AlertedDuty> duty = {};  // of duty_due
  // Of disclosures, and of entry_changed to who was answered about the entry.
  std::optional<core::Uuid> request = {};
  std::optional<core::Uuid> licence = {};  // none: about no licence
};

struct Event {
  std::int64_t seq = 0;  // dense per authority
  std::string type;      // "alert.raised"
  core::Instant at;
  std::string data;  // a JSON object without personal data
};

inline core::Error never_given() {
  return {
      core::Errc::malformed,
      "`after` must be a number that an earlier answer gave as `next`: begin again without it."};
}

// Thread safe.
class AlertInbox {
public:
  virtual ~AlertInbox() = default;
  // With a number over `after`, in order, at most `limit`. Errc::malformed for a number that was
  // never given: a client whose cursor is from before a restore would miss what comes.
  virtual core::Result<std::vector<Alert>> alerts(const Caller& caller, std::int64_t after,
                                                  std::size_t limit) = 0;
  virtual core::Result<std::vector<Event>> events(const Caller& caller, std::int64_t after,
                                                  std::size_t limit) = 0;
  // Up to where everything has been compared, for "watched"; 0 when that is not on this feed.
  virtual core::Result<std::int64_t> watched_position() = 0;
};

struct EventHead {
  std::string authority;
  std::int64_t seq = 0;  // of its last event
};

// How far every authority's events go, for those who wait for them. Used by one thread.
class EventHeads {
public:
  virtual ~EventHeads() = default;
  virtual core::Result<std::vector<EventHead>> read() = 0;
};

}  // namespace badgewatch::ports
