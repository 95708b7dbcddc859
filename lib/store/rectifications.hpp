// Rectification requests in PostgreSQL: within a unit of work, and for reading.
#pragma once

#include "ports/rectifications.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlRectifications final : public ports::Rectifications {
public:
  explicit SqlRectifications(Context& context) : context_(context) {}

  core::Result<std::vector<ports::Rectification>> list(
      const ports::Caller& caller, std::optional<domain::RectificationState> state,
      std::int64_t after, std::size_t limit) override;
  core::Result<ports::Rectification> find(const ports::Caller& caller,
                                          const core::Uuid& id) override;

private:
  Context& context_;
};

// In the transaction of `session`, of the caller's authority.
class SqlRectificationWork final : public ports::RectificationWork {
public:
  SqlRectificationWork(Session& session, const Context& context, const ports::Caller& caller)
      : session_(session), context_(context), caller_(caller) {}

  core::Result<void> open(const ports::Rectification& request) override;
  core::Result<ports::Rectification> to_change(const core::Uuid& id) override;
  core::Result<bool> was_changed(const ports::Rectification& request) override;
  core::Result<domain::Duty> clock(const ports::Rectification& request) override;
  core::Result<void> extend(const ports::Rectification& extended, const domain::Duty& clock,
                            core::Instant at) override;
  core::Result<void> end(const ports::Rectification& ended) override;

private:
  core::Result<DataKey> key_of(const ports::Rectification& request);
  core::Result<ports::KeptDuty> clock_of(const ports::Rectification& request);
  core::Result<void> tell(const core::Uuid& request, std::string_view what, std::string_view alert,
                          core::Instant at);

  Session& session_;
  const Context& context_;
  const ports::Caller& caller_;
};

}  // namespace badgewatch::store
