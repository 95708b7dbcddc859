// Officers sign in and out, keep what they prove themselves with, and are kept by their authority's
// administrators. Each act is in the log.
#pragma once

#include "app/trace.hpp"
#include "core/clock.hpp"
#include "ports/sessions.hpp"
#include "ports/unit_of_work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

// How long things last.
struct SignInRules {
  std::chrono::seconds idle{15 * 60};      // a session that is not used
  std::chrono::seconds longest{8 * 3600};  // a session, however much it is used
  std::chrono::seconds fresh{10 * 60};     // a second factor, for what asks for one of late
  std::chrono::seconds invitation{7 * 86'400};
};

ports::Caller caller_of(const ports::Officer& officer);

// How a session shall begin, however it was proven whose it is.
struct Begin {
  const ports::Officer& officer;
  std::string method;  // "password", "recovery_code", "provider"
  core::Hash token_hash{};
  bool with_second_factor = true;  // it counts as shown now
  ports::UsedFactor used = {};
  std::vector<core::Hash> places = {};
  std::optional<core::Hash> ended = {};  // the session that this one replaces
  std::string address = {};
  std::string program = {};
};

// Thread safe. Another authority's officer is Errc::not_found.
class OfficerAccounts {
public:
  // All outlive it.
  OfficerAccounts(ports::Officers& officers, ports::LocalAccounts& accounts,
                  ports::Sessions& sessions, Trace& trace, const core::Clock& clock,
                  core::Randomness& randomness, SignInRules rules)
      : officers_(officers),
        accounts_(accounts),
        sessions_(sessions),
        trace_(trace),
        clock_(clock),
        randomness_(randomness),
        rules_(rules) {}

  const SignInRules& rules() const { return rules_; }

  // Nothing when the factor was used before.
  core::Result<std::optional<ports::OfficerSession>> begin_session(const Begin& wanted);
  // From then on the session goes by the token of that hash. False when the factor was used before.
  core::Result<bool> step_up(const ports::Caller& caller, const core::Uuid& session,
                             const ports::UsedFactor& used, const core::Hash& token_hash);
  core::Result<std::vector<ports::OfficerSession>> sessions(const ports::Caller& caller);
  core::Result<void> end_session(const ports::Caller& caller, const core::Uuid& session);

  core::Result<ports::Officer> officer(const ports::Caller& caller, const core::Uuid& id);
  core::Result<std::vector<ports::Officer>> officers(const ports::Caller& caller);
  core::Result<void> add(const ports::Caller& caller, const ports::Officer& officer,
                         const ports::Invitation& invitation);
  core::Result<void> set_roles(const ports::Caller& caller, const core::Uuid& id,
                               const std::vector<std::string>& roles);
  core::Result<void> disable(const ports::Caller& caller, const core::Uuid& id);
  core::Result<void> enable(const ports::Caller& caller, const core::Uuid& id,
                            const std::optional<ports::Invitation>& invitation);
  core::Result<void> reset(const ports::Caller& caller, const core::Uuid& id,
                           const ports::Invitation& invitation);

  // The officer of an invitation that is open; nothing when it is none, or past its end.
  core::Result<std::optional<ports::Officer>> invited(const core::Hash& invitation);
  core::Result<void> propose(const ports::Officer& officer, const ports::LocalFactors& factors);
  core::Result<ports::LocalFactors> proposed(const ports::Officer& officer);
  // False when nothing was proposed. `kind` of leaf: "invitation_accepted",
  // "second_factor_replaced".
  core::Result<bool> confirm(const ports::Officer& officer, std::int64_t step,
                             const std::vector<core::Hash>& recovery_codes,
                             const std::optional<core::Uuid>& session, std::string kind);
  core::Result<void> set_password(const ports::Officer& officer, const core::Secret& hash,
                                  const core::Uuid& session);
  core::Result<void> set_recovery_codes(const ports::Officer& officer,
                                        const std::vector<core::Hash>& codes);
  core::Result<std::int64_t> recovery_codes_left(const ports::Officer& officer);

private:
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail = "{}");

  ports::Officers& officers_;
  ports::LocalAccounts& accounts_;
  ports::Sessions& sessions_;
  Trace& trace_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  SignInRules rules_;
};

}  // namespace badgewatch::app
