// What has happened to an entry, and what one person has proposed to do with it.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "domain/change_rules.hpp"
#include "domain/two_people.hpp"

#include <string>
#include <vector>

namespace badgewatch::ports {

// Kept sealed but for what happened, when, and by which key or officer's id.
struct HistoryItem {
  core::Uuid id;             // made before the first attempt; nil for "entered" and "imported"
  std::int64_t version = 0;  // that it made
  std::string change;        // domain::EntryChange by name; "entered", "imported"
  domain::EntryState state = domain::EntryState::active;  // that it left the entry in
  bool is_proposal = false;                               // by one person: the entry is as before
  bool is_told = true;                                    // to those who were given the entry
  core::Date on;
  core::Instant at;
  std::string actor;
  std::string recorded_by;  // what people call that key or officer
  std::string reason;
  std::string decided_by;
  std::string approved_by;
  std::vector<std::string> fields;  // that it changed, as JSON Pointers into the decision
  friend bool operator==(const HistoryItem&, const HistoryItem&) = default;
};

// Waits for a second person. Kept sealed.
struct Proposal {
  domain::EntryChange change = domain::EntryChange::remove;  // or `amend`
  std::int64_t version = 0;                                  // that proposing it made
  core::Date on;
  core::Instant at;
  std::string reason;
  domain::Signatory by;
  domain::Amendment amendment;
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

}  // namespace badgewatch::ports
