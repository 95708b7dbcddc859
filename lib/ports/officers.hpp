// People who sign in: an authority's officers, and the register's own operators and auditors.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// Who somebody is at an identity provider. Never an address of mail, which others may get.
struct ProviderIdentity {
  std::string issuer;
  std::string subject;
  friend bool operator==(const ProviderIdentity&, const ProviderIdentity&) = default;
};

struct Officer {
  core::Uuid id;
  std::string authority;  // empty: the register's own
  std::string name;       // as people call them; kept sealed
  std::string
      username;  // of a local account: "a.yusuf@tfl"; kept sealed; empty where there is none
  std::optional<ProviderIdentity> identity;  // kept sealed
  std::vector<std::string> roles;
  core::Instant created_at;
  std::optional<core::Instant> disabled_at;
  std::optional<core::Instant> last_sign_in_at;
  // Of a local account: both are there once its invitation was accepted.
  bool has_password = false;
  bool has_totp = false;
  std::optional<core::Instant> invited_until;  // an invitation waits to be accepted
};

// What proves that a local account's owner it is.
struct LocalFactors {
  core::Secret password_hash;            // argon2id in its text form; empty: none
  core::Secret totp_secret;              // bytes; empty: none
  std::vector<std::int64_t> used_steps;  // time steps whose code was taken, of late
};

// A second factor that is used up with what it opens.
struct UsedFactor {
  std::optional<std::int64_t> totp_step;
  std::optional<core::Hash> recovery_code;
};

struct Invitation {
  core::Hash hash{};  // SHA-256 of 256 random bits
  core::Instant until;
};

// Thread safe. Calls with an authority see its officers alone: another's is Errc::not_found, or
// nothing. Every change is committed with its leaf.
class Officers {
public:
  virtual ~Officers() = default;

  virtual core::Result<std::optional<Officer>> find(const std::string& authority,
                                                    const core::Uuid& id) = 0;
  // Whoever shows one of these is looked up by it before there is an authority. Disabled ones too.
  virtual core::Result<std::optional<Officer>> of_username(const std::string& username) = 0;
  virtual core::Result<std::optional<Officer>> of_invitation(const core::Hash& hash) = 0;
  virtual core::Result<std::optional<Officer>> of_identity(const std::string& authority,
                                                           const ProviderIdentity& identity) = 0;
  virtual core::Result<std::vector<Officer>> list(const std::string& authority) = 0;

  // With neither password nor second factor yet, unless they are given. Errc::conflict: the
  // authority has, or had, an officer of that username or identity.
  virtual core::Result<void> add(const Officer& officer, const LocalFactors& factors,
                                 const std::vector<core::Hash>& recovery_codes,
                                 const std::optional<Invitation>& invitation,
                                 const proof::Leaf& leaf) = 0;
  virtual core::Result<void> set_roles(const std::string& authority, const core::Uuid& id,
                                       const std::vector<std::string>& roles,
                                       const proof::Leaf& leaf) = 0;
  // Errc::conflict: another officer of the authority has that identity.
  virtual core::Result<void> set_identity(const std::string& authority, const core::Uuid& id,
                                          const ProviderIdentity& identity,
                                          const proof::Leaf& leaf) = 0;
  // Their sessions end with it. One disabled before keeps its first time.
  virtual core::Result<void> disable(const std::string& authority, const core::Uuid& id,
                                     core::Instant at, const proof::Leaf& leaf) = 0;
  // With the roles of before. A local account takes the invitation and begins without password,
  // second factor and codes, as after LocalAccounts::invite(); whoever has none needs none.
  // Errc::conflict for one who is not disabled.
  virtual core::Result<void> enable(const std::string& authority, const core::Uuid& id,
                                    const std::optional<Invitation>& invitation,
                                    const proof::Leaf& leaf) = 0;
};

// What local accounts prove themselves with. Thread safe.
class LocalAccounts {
public:
  virtual ~LocalAccounts() = default;

  virtual core::Result<LocalFactors> factors(const std::string& authority,
                                             const core::Uuid& id) = 0;
  // As proposed and not yet confirmed; what was not proposed is empty.
  virtual core::Result<LocalFactors> proposed(const std::string& authority,
                                              const core::Uuid& id) = 0;

  // Ends their password, second factor, recovery codes and sessions: an invitation gives new ones.
  // One that was open before is void. Errc::not_found for one who is disabled or has no username.
  virtual core::Result<void> invite(const std::string& authority, const core::Uuid& id,
                                    const Invitation& invitation, const proof::Leaf& leaf) = 0;
  // Puts these into force in place of all that there were, also of an open invitation; their
  // sessions end.
  virtual core::Result<void> reissue(const std::string& authority, const core::Uuid& id,
                                     const LocalFactors& factors,
                                     const std::vector<core::Hash>& recovery_codes,
                                     const proof::Leaf& leaf) = 0;
  // What is to be in force once a code of it was shown. An empty part is left as it is.
  virtual core::Result<void> propose(const std::string& authority, const core::Uuid& id,
                                     const LocalFactors& factors) = 0;
  // Puts what was proposed into force, with new recovery codes; the step is used, an invitation
  // accepted, and sessions other than `kept` end. False, and nothing done, when nothing waits to be
  // confirmed.
  virtual core::Result<bool> confirm(const std::string& authority, const core::Uuid& id,
                                     std::int64_t step,
                                     const std::vector<core::Hash>& recovery_codes,
                                     const std::optional<core::Uuid>& kept,
                                     const proof::Leaf& leaf) = 0;
  // Sessions other than `kept` end.
  virtual core::Result<void> set_password(const std::string& authority, const core::Uuid& id,
                                          const core::Secret& password_hash,
                                          const std::optional<core::Uuid>& kept,
                                          const proof::Leaf& leaf) = 0;
  // In place of all that there were.
  virtual core::Result<void> set_recovery_codes(const std::string& authority, const core::Uuid& id,
                                                const std::vector<core::Hash>& codes,
                                                const proof::Leaf& leaf) = 0;
  // How many are unused.
  virtual core::Result<std::int64_t> recovery_codes_left(const std::string& authority,
                                                         const core::Uuid& id) = 0;
};

}  // namespace badgewatch::ports
