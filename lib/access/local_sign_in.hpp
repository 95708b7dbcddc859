// Proves that somebody is the officer whose local account they name: password, and a code of their
// authenticator or a recovery code. How often one may try goes by whom and from where, so that who
// tries from elsewhere locks nobody out of the devices and networks that they use.
#pragma once

#include "access/password.hpp"
#include "core/clock.hpp"
#include "ports/sessions.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::access {

struct SignInAttempt {
  std::string username;
  core::Secret password;
  std::string code;           // of the authenticator; empty: a recovery code
  std::string recovery_code;  // empty: a code
  std::string address;        // from where
  std::string device;         // the token of a device that was given one; empty: none
};

// What became of an attempt. Whoever asked is told of `refused` one thing alone, whatever the
// cause.
struct SignInOutcome {
  enum class Kind { proven, refused, too_many };
  Kind kind = Kind::refused;
  // Who is meant, where there is one: for the log, never for the answer.
  std::optional<ports::Officer> officer;
  std::string_view cause = {};       // of a refusal, for the log
  ports::UsedFactor used;            // what proved it
  std::vector<core::Hash> places;    // that the officer shall be known to sign in from
  std::chrono::microseconds wait{};  // until another try, when there were too many
  std::vector<ports::SignInBudget> spent;
};

// Thread safe.
class LocalSignIn {
public:
  // All outlive it.
  LocalSignIn(ports::Officers& officers, ports::LocalAccounts& accounts, ports::SignInPace& pace,
              Passwords& passwords, const core::Clock& clock)
      : officers_(officers),
        accounts_(accounts),
        pace_(pace),
        passwords_(passwords),
        clock_(clock) {}

  // The work is the same for a username that nobody has. Errc::unavailable when it cannot be known
  // now. Cost: one argon2id and some reads; no session of the database is held meanwhile.
  core::Result<SignInOutcome> prove(const SignInAttempt& attempt);
  // The same of whoever is signed in: their password, or a code.
  core::Result<SignInOutcome> prove_password(const ports::Officer& officer,
                                             const core::Uuid& session,
                                             const core::Secret& password);
  core::Result<SignInOutcome> prove_code(const ports::Officer& officer, const core::Uuid& session,
                                         const std::string& code, const std::string& recovery_code);
  // It was used: the try costs nothing.
  void succeeded(const SignInOutcome& proven);

  // Of a device's token, for `places`.
  static core::Hash device_place(std::string_view token);

private:
  core::Result<std::vector<ports::SignInBudget>> budgets_of(
      const SignInAttempt& attempt, const std::string& username,
      const std::optional<ports::Officer>& officer);
  core::Result<SignInOutcome> begin(std::vector<ports::SignInBudget> budgets);
  void judge_factor(SignInOutcome& outcome, const ports::LocalFactors& factors,
                    const std::string& code, const std::string& recovery_code) const;

  ports::Officers& officers_;
  ports::LocalAccounts& accounts_;
  ports::SignInPace& pace_;
  Passwords& passwords_;
  const core::Clock& clock_;
};

}  // namespace badgewatch::access
