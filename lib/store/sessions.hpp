// ports::Sessions and ports::SignInPace.
#pragma once

#include "ports/sessions.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlSessions final : public ports::Sessions, public ports::SignInPace {
public:
  explicit SqlSessions(Context& context) : context_(context) {}

  core::Result<bool> begin(const ports::NewSession& wanted, const proof::Leaf& leaf) override;
  core::Result<std::optional<ports::LiveSession>> use(const core::Hash& token_hash,
                                                      core::Instant now,
                                                      std::chrono::seconds idle) override;
  core::Result<bool> step_up(const ports::OfficerSession& session, const ports::UsedFactor& used,
                             const core::Hash& token_hash, core::Instant at,
                             const proof::Leaf& leaf) override;
  core::Result<std::vector<ports::OfficerSession>> list(const std::string& authority,
                                                        const core::Uuid& officer,
                                                        core::Instant now,
                                                        std::chrono::seconds idle) override;
  core::Result<void> end(const std::string& authority, const core::Uuid& officer,
                         const core::Uuid& id, const proof::Leaf& leaf) override;

  core::Result<bool> is_known(const std::string& authority, const core::Uuid& officer,
                              const std::vector<core::Hash>& places) override;
  core::Result<std::chrono::microseconds> take(const std::vector<ports::SignInBudget>& budgets,
                                               core::Instant now) override;
  core::Result<void> give_back(const std::vector<ports::SignInBudget>& budgets) override;

private:
  core::Result<void> insert(Session& session, const ports::NewSession& wanted);
  core::Result<void> remember_places(Session& session, const ports::NewSession& wanted);

  Context& context_;
};

}  // namespace badgewatch::store
