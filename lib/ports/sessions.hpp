// Sessions of officers, however they signed in.
#pragma once

#include "ports/officers.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct OfficerSession {
  core::Uuid id;
  core::Uuid officer;
  std::string authority;  // the officer's
  std::string method;     // how they signed in: "password", "recovery_code", "provider"
  core::Instant began_at;
  core::Instant seen_at;                          // to the minute or so
  core::Instant ends_at;                          // at the latest
  std::optional<core::Instant> second_factor_at;  // when one was last shown
  std::string address;                            // from where they signed in; kept sealed
  std::string program;                            // what their browser calls itself; kept sealed
};

struct NewSession {
  OfficerSession session;
  core::Hash token_hash{};          // SHA-256 of 256 random bits
  UsedFactor used;                  // with it; neither where a provider vouched for them
  std::vector<core::Hash> places;   // keyed hashes of device and network, to be known from now on
  std::optional<core::Hash> ended;  // hash of the token of a session that this one replaces
};

// A session in force and whose it is, with the roles that they have now.
struct LiveSession {
  OfficerSession session;
  Officer officer;
};

// Thread safe. Every change is committed with its leaf.
class Sessions {
public:
  virtual ~Sessions() = default;

  // False, and nothing kept, when the factor was used before: by whichever daemon. Errc::not_found
  // when there is no such officer, or they are disabled. Forgets what of theirs is past its end.
  virtual core::Result<bool> begin(const NewSession& wanted, const proof::Leaf& leaf) = 0;
  // Nothing when there is none in force: ended, past its end, not used for `idle`, or its officer
  // disabled, by whichever daemon. Asks the database each time, and notes the use.
  virtual core::Result<std::optional<LiveSession>> use(const core::Hash& token_hash,
                                                       core::Instant now,
                                                       std::chrono::seconds idle) = 0;
  // A second factor was shown in it: from now on it goes by that token alone. False, and nothing
  // changed, when the factor was used before.
  virtual core::Result<bool> step_up(const OfficerSession& session, const UsedFactor& used,
                                     const core::Hash& token_hash, core::Instant at,
                                     const proof::Leaf& leaf) = 0;
  // In force, the newest first.
  virtual core::Result<std::vector<OfficerSession>> list(const std::string& authority,
                                                         const core::Uuid& officer,
                                                         core::Instant now,
                                                         std::chrono::seconds idle) = 0;
  // Errc::not_found when it is not that officer's, or ended.
  virtual core::Result<void> end(const std::string& authority, const core::Uuid& officer,
                                 const core::Uuid& id, const proof::Leaf& leaf) = 0;
};

// How often somebody may still try to sign in, over all daemons.
struct SignInBudget {
  core::Hash key{};              // keyed hash of whom and from where
  std::chrono::seconds each{1};  // until another try is earned
  unsigned burst = 1;            // after a pause
};

class SignInPace {
public:
  virtual ~SignInPace() = default;

  // Whether that officer signed in from one of these places before.
  virtual core::Result<bool> is_known(const std::string& authority, const core::Uuid& officer,
                                      const std::vector<core::Hash>& places) = 0;
  // Spends one try of each budget, or none of any: then how long until there is one in each. No key
  // twice.
  virtual core::Result<std::chrono::microseconds> take(const std::vector<SignInBudget>& budgets,
                                                       core::Instant now) = 0;
  // The try was good: it costs nothing.
  virtual core::Result<void> give_back(const std::vector<SignInBudget>& budgets) = 0;
};

}  // namespace badgewatch::ports
