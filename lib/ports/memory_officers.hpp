// Officers and their sessions in memory, for tests.
#pragma once

#include "ports/sessions.hpp"

#include <map>
#include <mutex>
#include <set>

namespace badgewatch::ports {

// Thread safe.
class MemoryOfficers final : public Officers,
                             public LocalAccounts,
                             public Sessions,
                             public SignInPace {
public:
  core::Result<std::optional<Officer>> find(const std::string& authority,
                                            const core::Uuid& id) override;
  core::Result<std::optional<Officer>> of_username(const std::string& username) override;
  core::Result<std::optional<Officer>> of_invitation(const core::Hash& hash) override;
  core::Result<std::optional<Officer>> of_identity(const std::string& authority,
                                                   const ProviderIdentity& identity) override;
  core::Result<std::vector<Officer>> list(const std::string& authority) override;
  core::Result<void> add(const Officer& officer, const LocalFactors& factors,
                         const std::vector<core::Hash>& recovery_codes,
                         const std::optional<Invitation>& invitation,
                         const proof::Leaf& leaf) override;
  core::Result<void> set_roles(const std::string& authority, const core::Uuid& id,
                               const std::vector<std::string>& roles,
                               const proof::Leaf& leaf) override;
  core::Result<void> set_identity(const std::string& authority, const core::Uuid& id,
                                  const ProviderIdentity& identity,
                                  const proof::Leaf& leaf) override;
  core::Result<void> disable(const std::string& authority, const core::Uuid& id, core::Instant at,
                             const proof::Leaf& leaf) override;
  core::Result<void> enable(const std::string& authority, const core::Uuid& id,
                            const std::optional<Invitation>& invitation,
                            const proof::Leaf& leaf) override;

  core::Result<LocalFactors> factors(const std::string& authority, const core::Uuid& id) override;
  core::Result<LocalFactors> proposed(const std::string& authority, const core::Uuid& id) override;
  core::Result<void> invite(const std::string& authority, const core::Uuid& id,
                            const Invitation& invitation, const proof::Leaf& leaf) override;
  core::Result<void> reissue(const std::string& authority, const core::Uuid& id,
                             const LocalFactors& factors,
                             const std::vector<core::Hash>& recovery_codes,
                             const proof::Leaf& leaf) override;
  core::Result<void> propose(const std::string& authority, const core::Uuid& id,
                             const LocalFactors& factors) override;
  core::Result<bool> confirm(const std::string& authority, const core::Uuid& id, std::int64_t step,
                             const std::vector<core::Hash>& recovery_codes,
                             const std::optional<core::Uuid>& kept,
                             const proof::Leaf& leaf) override;
  core::Result<void> set_password(const std::string& authority, const core::Uuid& id,
                                  const core::Secret& password_hash,
                                  const std::optional<core::Uuid>& kept,
                                  const proof::Leaf& leaf) override;
  core::Result<void> set_recovery_codes(const std::string& authority, const core::Uuid& id,
                                        const std::vector<core::Hash>& codes,
                                        const proof::Leaf& leaf) override;
  core::Result<std::int64_t> recovery_codes_left(const std::string& authority,
                                                 const core::Uuid& id) override;

  core::Result<bool> begin(const NewSession& wanted, const proof::Leaf& leaf) override;
  core::Result<std::optional<LiveSession>> use(const core::Hash& token_hash, core::Instant now,
                                               std::chrono::seconds idle) override;
  core::Result<bool> step_up(const OfficerSession& session, const UsedFactor& used,
                             const core::Hash& token_hash, core::Instant at,
                             const proof::Leaf& leaf) override;
  core::Result<std::vector<OfficerSession>> list(const std::string& authority,
                                                 const core::Uuid& officer, core::Instant now,
                                                 std::chrono::seconds idle) override;
  core::Result<void> end(const std::string& authority, const core::Uuid& officer,
                         const core::Uuid& id, const proof::Leaf& leaf) override;

  core::Result<bool> is_known(const std::string& authority, const core::Uuid& officer,
                              const std::vector<core::Hash>& places) override;
  core::Result<std::chrono::microseconds> take(const std::vector<SignInBudget>& budgets,
                                               core::Instant now) override;
  core::Result<void> give_back(const std::vector<SignInBudget>& budgets) override;

private:
  struct Account {
    Officer officer;
    LocalFactors factors, next;
    std::map<core::Hash, bool> recovery_codes;  // whether it was used
    std::optional<core::Hash> invitation;
    std::set<core::Hash> places;
  };

  Account* of(const std::string& authority, const core::Uuid& id);
  Officer told(const Account& account) const;
  template <class Is>
  std::optional<Officer> first(Is&& is) const;
  static bool use_up(Account& account, const UsedFactor& used);
  void end_sessions(const core::Uuid& officer, const std::optional<core::Uuid>& kept);

  mutable std::mutex mutex_;
  std::map<core::Uuid, Account> accounts_;
  std::map<core::Hash, OfficerSession> sessions_;  // by the hash of the token
  std::map<core::Hash, core::Instant> paces_;
};

}  // namespace badgewatch::ports
