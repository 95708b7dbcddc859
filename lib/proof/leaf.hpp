// A leaf of the log: a salted commitment to one event (RFC 6962 leaf hashing), so that the log can
// be published while the event itself can be erased.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "proof/hash.hpp"

#include <string>

namespace badgewatch::proof {

// What happened, who did it, to which record. `detail` is canonical JSON without personal data.
struct LogEvent {
  core::Instant at;
  std::string kind;       // "check", "licences_put", "decision_entered", "key_created", ...
  std::string authority;  // empty: the register's operator
  std::string actor;      // key or person, by id
  core::Uuid subject;
  std::string detail;
};

struct Leaf {
  core::Uuid id;
  LogEvent event;
  Hash salt{};
  Hash commitment{};
};

// The event's canonical bytes, which the commitment covers.
std::string canonical(const LogEvent& event);

// commitment = SHA-256(0x00 || salt || canonical(event)).
core::Hash commitment_of(const LogEvent& event, const core::Hash& salt);
Leaf make_leaf(LogEvent event, const core::Clock& clock, core::Randomness& randomness);

}  // namespace badgewatch::proof
