// ports::DualLicenceWork in PostgreSQL.
#pragma once

#include "ports/licence_alerts.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

// As the watch, with a session of its own.
class SqlDualLicenceWork final : public ports::DualLicenceWork {
public:
  explicit SqlDualLicenceWork(Context& context) : context_(context) {}

  core::Result<std::optional<ports::DualLicencePlace>> begin() override;
  core::Result<std::unordered_map<core::Uuid, domain::LicenceStanding>> standing(
      std::span<const ports::LicenceKey> licences) override;
  core::Result<std::size_t> finish(std::span<const ports::NewAlert> alerts,
                                   const ports::DualLicencePlace& place,
                                   core::Instant now) override;
  void give_up() override;

private:
  Context& context_;
  std::unique_ptr<Session> session_;
};

// Raises what was not raised before, in the transaction of `session`, while nobody else does; how
// many.
core::Result<std::size_t> raise_dual_licences(Session& session, const Context& context,
                                              std::span<const ports::NewAlert> alerts,
                                              core::Instant now);

}  // namespace badgewatch::store
