// Concerns: entered, given to issuers, considered and handed on in one writing transaction; read by
// their parties.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/concern.hpp"
#include "proof/leaf.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

// An authority that a concern was given to, and what became of it there.
struct ConcernIssuer {
  std::string authority;
  std::string how;   // "named", "found", "transferred"
  std::string band;  // of those that were found; else empty
  core::Instant routed_at;
  core::Date received_on;
  std::optional<core::Date> consider_by;  // nothing: no such duty
  domain::IssuerState state = domain::IssuerState::to_consider;
  std::optional<domain::ConcernOutcome> outcome;
  std::optional<core::Date> considered_on;
  std::string transferred_to;
};

// What happened to it. Reasons and names are kept sealed.
struct ConcernStep {
  core::Uuid id;          // made before the first attempt
  std::string authority;  // who did it; of what the register did, whom it was done to
  std::string step;       // "reported", "received", "considered", "transferred", "came_back"
  core::Date on;
  core::Instant at;
  std::string actor;
  std::string detail;  // an outcome, a code; nothing personal
  std::string reasons;
  std::string by;  // a name
};

struct ConcernRecord {
  core::Uuid id;
  std::string authority;  // that reported it
  domain::Concern concern;
  domain::Routing routing = domain::Routing::pending;
  std::optional<core::Date> share_by;  // nothing: no such duty
  core::Instant entered_at;
  core::Date retained_until;
  // As the caller may see them: a reporter all of them, an issuer its own.
  std::vector<ConcernIssuer> issuers;
  std::vector<ConcernStep> steps;  // oldest first

  const ConcernIssuer* issuer(const std::string& code) const {
    for (const auto& one : issuers)
      if (one.authority == code) return &one;
    return nullptr;
  }
};

struct ConcernRoute {
  core::Uuid concern;
  std::string reporter;
  std::string issuer;
  std::string how;
  std::optional<core::Uuid> licence;
  std::string band;
  double probability = 0;
  core::Date received_on;
  std::optional<core::Date> consider_by;
};

// Of one unit of work; used by its thread.
class Concerns {
public:
  virtual ~Concerns() = default;
  // False: it is there already, from an attempt whose answer was lost. What is recorded of
  // ethnicity and nationality is counted, and kept nowhere beside the concern.
  virtual core::Result<bool> enter(const ConcernRecord& record,
                                   const domain::ConcernStatistics& statistics) = 0;
  // Gives it to an issuer, and alerts that (`concern_about_licensee`); the reporter has shared it
  // by that. False: the issuer has it already.
  virtual core::Result<bool> route(const ConcernRoute& route, core::Instant at) = 0;
  virtual core::Result<void> set_routing(const core::Uuid& concern, domain::Routing routing) = 0;
  // As the caller may see it; what its own authority makes of it nobody else changes until this
  // unit ends. Errc::not_found for whoever is no party.
  virtual core::Result<ConcernRecord> to_change(const core::Uuid& id) = 0;
  // What the caller's authority made of it; its reporter is told (`concern_considered`).
  virtual core::Result<void> consider(const ConcernRecord& record,
                                      const domain::Consideration& consideration,
                                      const ConcernStep& step) = 0;
  // The caller's authority has it no more; route() gives it to the other.
  virtual core::Result<void> leave(const ConcernRecord& record, const std::string& to,
                                   const ConcernStep& step) = 0;
};

// How often an answer of the census was recorded.
struct TraitCount {
  std::string authority;
  int year = 0;
  std::string trait;  // "ethnicity", "nationality"
  std::string code;
  std::int64_t people = 0;
};

// Thread safe. What it gives is logged before.
class ConcernDesk {
public:
  virtual ~ConcernDesk() = default;
  // Errc::not_found for whoever is no party.
  virtual core::Result<ConcernRecord> find(const Caller& caller, const core::Uuid& id,
                                           const proof::Leaf& leaf) = 0;
  // Reported by or given to the caller's authority, in the order of their ids, behind `after`.
  virtual core::Result<std::vector<ConcernRecord>> list(const Caller& caller,
                                                        const std::optional<core::Uuid>& after,
                                                        std::size_t limit,
                                                        const proof::Leaf& leaf) = 0;
  // Of the caller's authority; of all of them for a caller without one (the register's operator).
  virtual core::Result<std::vector<TraitCount>> traits(const Caller& caller, int from_year,
                                                       int to_year, const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
