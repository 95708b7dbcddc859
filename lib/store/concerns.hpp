// Concerns in PostgreSQL.
#pragma once

#include "ports/concerns.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// Those that one transaction enters and changes.
class SqlConcerns final : public ports::Concerns {
public:
  // All outlive it.
  SqlConcerns(Context& context, Lease& lease, const ports::Caller& caller)
      : context_(context), lease_(lease), caller_(caller) {}

  core::Result<bool> enter(const ports::ConcernRecord& record,
                           const domain::ConcernStatistics& statistics) override;
  core::Result<bool> route(const ports::ConcernRoute& route, core::Instant at) override;
  core::Result<void> set_routing(const core::Uuid& concern, domain::Routing routing) override;
  core::Result<ports::ConcernRecord> to_change(const core::Uuid& id) override;
  core::Result<void> consider(const ports::ConcernRecord& record,
                              const domain::Consideration& consideration,
                              const ports::ConcernStep& step) override;
  core::Result<void> leave(const ports::ConcernRecord& record, const std::string& to,
                           const ports::ConcernStep& step) override;

private:
  core::Result<void> add(const ports::ConcernRecord& record, const ports::ConcernStep& step);
  core::Result<void> count(const ports::ConcernRecord& record, const char* trait,
                           const std::optional<domain::RecordedTrait>& recorded);

  Context& context_;
  Lease& lease_;
  const ports::Caller& caller_;
};

// Thread safe.
class SqlConcernDesk final : public ports::ConcernDesk {
public:
  explicit SqlConcernDesk(Context& context) : context_(context) {}

  core::Result<ports::ConcernRecord> find(const ports::Caller& caller, const core::Uuid& id,
                                          const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::ConcernRecord>> list(const ports::Caller& caller,
                                                       const std::optional<core::Uuid>& after,
                                                       std::size_t limit,
                                                       const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::TraitCount>> traits(const ports::Caller& caller, int from_year,
                                                      int to_year,
                                                      const proof::Leaf& leaf) override;

private:
  Context& context_;
};

// Gives a concern to an issuer, by a session of a role that may; false where it has it. `is_told`:
// with its alert.
core::Result<bool> route_concern(Session& session, const ports::ConcernRoute& route,
                                 core::Instant at, bool is_told);

}  // namespace badgewatch::store
