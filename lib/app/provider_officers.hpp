// Officers for whom an identity provider vouches: made when they first come, with the roles that it
// gives them each time, and none of it any more when it gives them none.
#pragma once

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "ports/checks.hpp"
#include "ports/officers.hpp"
#include "ports/sessions.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::app {

// How the sessions of such officers began (ports::OfficerSession::method).
inline constexpr std::string_view provider_method = "provider";

// Somebody who comes from a provider.
struct Arrival {
  ports::ProviderIdentity identity;
  std::string name;  // may be empty
  std::optional<std::string>
      authority;                   // nothing: it gives them no role here; empty: the register's
  std::vector<std::string> roles;  // at that authority
  // For whom the provider may speak: codes, or one empty text for the register itself.
  std::vector<std::string> speaks_for;
};

// Thread safe. Everything is in the log; whom nobody knows is counted and not logged.
class ProviderOfficers {
public:
  // All outlive it.
  ProviderOfficers(ports::Officers& officers, ports::Sessions& sessions, ports::CheckLog& log,
                   const core::Clock& clock, core::Randomness& randomness)
      : officers_(officers),
        sessions_(sessions),
        log_(log),
        clock_(clock),
        randomness_(randomness) {}

  // As whom they sign in. Where the provider gives them nothing any more, or something at another
  // authority of those for which it speaks, what they were before has no role and no session left.
  // Errc::forbidden when they have no role, or were disabled here.
  core::Result<ports::Officer> admit(const Arrival& arrival);

  // The provider signed them out: their sessions end that began there. How many did.
  core::Result<std::size_t> sign_out(const ports::ProviderIdentity& identity,
                                     const std::vector<std::string>& speaks_for);

private:
  core::Result<ports::Officer> make(const Arrival& arrival);
  core::Result<void> renew(ports::Officer& officer, const std::vector<std::string>& roles);
  core::Result<void> strip_elsewhere(const Arrival& arrival);
  enum class Which { all, begun_there };
  core::Result<std::size_t> end_sessions(const ports::Officer& officer, Which which);
  core::Result<void> log_refusal(const ports::Officer& officer, std::string_view cause);
  proof::Leaf leaf(const ports::Officer& officer, std::string kind, std::string detail = "{}");

  ports::Officers& officers_;
  ports::Sessions& sessions_;
  ports::CheckLog& log_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
