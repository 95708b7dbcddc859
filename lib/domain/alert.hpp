// What an authority is told of.
#pragma once

#include <optional>
#include <string_view>

namespace badgewatch::domain {

enum class AlertKind {
  licensee_matched,             // an entry may be about a licensee of theirs
  earlier_check_contradicted,   // an entry has come that a clear check of theirs would hit now
  entry_changed,                // an entry that they were given a hit or an alert on has changed
  concern_about_licensee,       // a concern may be about a licensee of theirs
  concern_considered,           // an issuer has written back about a concern of theirs
  concerns_joined,              // another concern may be about the person of theirs
  concern_came_back,            // one that they closed with no action: something new has come
  duty_due,                     // a duty of theirs is near or past its last day
  disclosure_asked,             // to the authority that recorded the entry: it has to answer
  disclosure_answered,          // to the one that asked
  disclosure_message,           // to the other side
  rectification_asked,          // to the authority that recorded the entry: it has to answer
  rectification_answered,       // to the one that received the request
  entries_held,                 // to the authority that entered them: a second person has to look
  webhook_disabled,             // nothing more is sent to an endpoint of theirs
  dual_licence,                 // another authority licenses a licensee of theirs too
  applicant_pending_elsewhere,  // who applies to them, or is licensed, applies to another one
  revoked_without_entry,        // a licence of theirs ended, and no entry came in its time
  data_quality,                 // a reconciliation found more of theirs that cannot be, or is twice
  mail_address_disabled,        // nothing more is sent to a mailbox of theirs
};
enum class AlertState { raised, seen, acknowledged, acted, dismissed };

std::string_view name_of(AlertKind value);
std::string_view name_of(AlertState value);
std::optional<AlertKind> alert_kind_named(std::string_view name);
std::optional<AlertState> alert_state_named(std::string_view name);

}  // namespace badgewatch::domain
