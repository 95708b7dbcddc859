// ports::Officers and ports::LocalAccounts: people who sign in, and what proves that it is them.
#pragma once

#include "ports/officers.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlOfficers final : public ports::Officers, public ports::LocalAccounts {
public:
  explicit SqlOfficers(Context& context) : context_(context) {}

  core::Result<std::optional<ports::Officer>> find(const std::string& authority,
                                                   const core::Uuid& id) override;
  core::Result<std::optional<ports::Officer>> of_username(const std::string& username) override;
  core::Result<std::optional<ports::Officer>> of_invitation(const core::Hash& hash) override;
  core::Result<std::optional<ports::Officer>> of_identity(
      const std::string& authority, const ports::ProviderIdentity& identity) override;
  core::Result<std::vector<ports::Officer>> list(const std::string& authority) override;
  core::Result<void> add(const ports::Officer& officer, const ports::LocalFactors& factors,
                         const std::vector<core::Hash>& recovery_codes,
                         const std::optional<ports::Invitation>& invitation,
                         const proof::Leaf& leaf) override;
  core::Result<void> set_roles(const std::string& authority, const core::Uuid& id,
                               const std::vector<std::string>& roles,
                               const proof::Leaf& leaf) override;
  core::Result<void> set_identity(const std::string& authority, const core::Uuid& id,
                                  const ports::ProviderIdentity& identity,
                                  const proof::Leaf& leaf) override;
  core::Result<void> enable(const std::string& authority, const core::Uuid& id,
                            const std::optional<ports::Invitation>& invitation,
                            const proof::Leaf& leaf) override;
  core::Result<void> disable(const std::string& authority, const core::Uuid& id, core::Instant at,
                             const proof::Leaf& leaf) override;

  core::Result<ports::LocalFactors> factors(const std::string& authority,
                                            const core::Uuid& id) override;
  core::Result<ports::LocalFactors> proposed(const std::string& authority,
                                             const core::Uuid& id) override;
  core::Result<void> invite(const std::string& authority, const core::Uuid& id,
                            const ports::Invitation& invitation, const proof::Leaf& leaf) override;
  core::Result<void> reissue(const std::string& authority, const core::Uuid& id,
                             const ports::LocalFactors& factors,
                             const std::vector<core::Hash>& recovery_codes,
                             const proof::Leaf& leaf) override;
  core::Result<void> propose(const std::string& authority, const core::Uuid& id,
                             const ports::LocalFactors& factors) override;
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

private:
  core::Result<DataKey> key_of(Session& session, const std::string& authority,
                               const core::Uuid& id);
  core::Result<void> replace_codes(Session& session, const std::string& authority,
                                   const core::Uuid& id, const std::vector<core::Hash>& codes);
  core::Result<ports::LocalFactors> read_factors(const Statement& statement,
                                                 const std::string& authority,
                                                 const core::Uuid& id);

  Context& context_;
};

}  // namespace badgewatch::store
