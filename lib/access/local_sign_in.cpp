#include "access/local_sign_in.hpp"

#include "access/digest.hpp"
#include "access/totp.hpp"
#include "access/username.hpp"
#include "core/ip_address.hpp"

namespace badgewatch::access {

namespace {

using std::chrono::seconds;

// Of one username from one network, or from one known device: enough for whoever mistypes.
constexpr unsigned tries_from_a_place = 10;
constexpr seconds another_from_a_place{30};
// Of one username from all places that are not known: with the right password, codes of a million
// would have to be guessed at this rate.
constexpr unsigned tries_of_strangers = 30;
constexpr seconds another_of_strangers{300};
// Of all usernames from one network, known places apart: many officers may sit behind it.
constexpr unsigned tries_from_a_network = 300;
constexpr seconds another_from_a_network{2};
// In a session that is open already.
constexpr unsigned tries_in_a_session = 5;
constexpr seconds another_in_a_session{60};

core::Hash key_of(std::string_view kind, std::string_view whom, std::string_view where) {
  return sha256(std::string(kind) + "\n" + std::string(whom) + "\n" + std::string(where));
}

std::string network_of(const std::string& address) {
  const auto read = core::IpAddress::read(address);
  return read ? read->limit_group() : address;
}

core::Hash network_place(const std::string& network) {
  return key_of("network", "", network);
}

ports::SignInBudget in_session(const core::Uuid& session) {
  return {key_of("session", session.text(), ""), another_in_a_session, tries_in_a_session};
}

}  // namespace

core::Hash LocalSignIn::device_place(std::string_view token) {
  return key_of("device", "", token);
}

core::Result<std::vector<ports::SignInBudget>> LocalSignIn::budgets_of(
    const SignInAttempt& attempt, const std::string& username,
    const std::optional<ports::Officer>& officer) {
  const auto network = network_of(attempt.address);
  const auto of_place = [&](std::string_view kind, std::string_view where) {
    return ports::SignInBudget{key_of(kind, username, where), another_from_a_place,
                               tries_from_a_place};
  };
  // Asked for a username that nobody has too, so that it costs the same.
  const auto authority = officer ? officer->authority : std::string();
  const auto id = officer ? officer->id : core::Uuid();
  const auto by_device = pace_.is_known(authority, id, {device_place(attempt.device)});
  if (!by_device) return by_device.error();
  const auto by_network = pace_.is_known(authority, id, {network_place(network)});
  if (!by_network) return by_network.error();
  if (*by_device) return std::vector{of_place("from device", attempt.device)};
  const ports::SignInBudget of_network{key_of("network", "", network), another_from_a_network,
                                       tries_from_a_network};
  std::vector budgets{of_place("from network", network), of_network};
  if (!*by_network)
    budgets.push_back(
        {key_of("strangers", username, ""), another_of_strangers, tries_of_strangers});
  return budgets;
}

core::Result<SignInOutcome> LocalSignIn::begin(std::vector<ports::SignInBudget> budgets) {
  SignInOutcome outcome;
  const auto wait = pace_.take(budgets, clock_.now());
  if (!wait) return wait.error();
  outcome.wait = *wait;
  if (*wait > wait->zero()) outcome.kind = SignInOutcome::Kind::too_many;
  outcome.spent = std::move(budgets);
  return outcome;
}

void LocalSignIn::judge_factor(SignInOutcome& outcome, const ports::LocalFactors& factors,
                               const std::string& code, const std::string& recovery_code) const {
  outcome.cause = "code";
  if (code.empty()) {
    // Whether it is one of theirs, and unused, is found when it is used up.
    outcome.used.recovery_code = recovery_code_hash(recovery_code);
    if (outcome.used.recovery_code && !factors.totp_secret.empty())
      outcome.kind = SignInOutcome::Kind::proven;
    return;
  }
  outcome.used.totp_step =
      totp_step_of(factors.totp_secret, code, clock_.now(), factors.used_steps);
  if (outcome.used.totp_step) outcome.kind = SignInOutcome::Kind::proven;
}

core::Result<SignInOutcome> LocalSignIn::prove(const SignInAttempt& attempt) {
  const auto username = username_as_typed(attempt.username);
  auto officer = officers_.of_username(username);
  if (!officer) return officer.error();
  auto budgets = budgets_of(attempt, username, *officer);
  if (!budgets) return budgets.error();
  auto outcome = begin(std::move(*budgets));
  if (!outcome) return outcome;
  outcome->officer = *officer;
  if (outcome->kind == SignInOutcome::Kind::too_many) return outcome;

  // Nobody has none; they are asked for all the same.
  const auto& whose = *officer;
  auto factors = accounts_.factors(whose ? whose->authority : "", whose ? whose->id : core::Uuid());
  if (!factors && factors.error().code() == core::Errc::not_found) factors = ports::LocalFactors();
  if (!factors) return factors.error();
  const auto is_right = passwords_.is_right(attempt.password, factors->password_hash);
  if (!is_right) {
    (void)pace_.give_back(outcome->spent);  // it was not tried
    return is_right.error();
  }
  judge_factor(*outcome, *factors, attempt.code, attempt.recovery_code);
  if (!*is_right || !*officer || (*officer)->disabled_at) {
    outcome->kind = SignInOutcome::Kind::refused;
    outcome->cause = *officer && (*officer)->disabled_at ? "disabled" : "password";
  }
  if (outcome->kind == SignInOutcome::Kind::proven) {
    outcome->places.push_back(network_place(network_of(attempt.address)));
    if (!attempt.device.empty()) outcome->places.push_back(device_place(attempt.device));
  }
  return outcome;
}

core::Result<SignInOutcome> LocalSignIn::prove_password(const ports::Officer& officer,
                                                        const core::Uuid& session,
                                                        const core::Secret& password) {
  auto outcome = begin({in_session(session)});
  if (!outcome) return outcome;
  outcome->officer = officer;
  if (outcome->kind == SignInOutcome::Kind::too_many) return outcome;
  const auto factors = accounts_.factors(officer.authority, officer.id);
  if (!factors) return factors.error();
  const auto is_right = passwords_.is_right(password, factors->password_hash);
  if (!is_right) {
    (void)pace_.give_back(outcome->spent);
    return is_right.error();
  }
  outcome->cause = "password";
  if (*is_right) outcome->kind = SignInOutcome::Kind::proven;
  return outcome;
}

core::Result<SignInOutcome> LocalSignIn::prove_code(const ports::Officer& officer,
                                                    const core::Uuid& session,
                                                    const std::string& code,
                                                    const std::string& recovery_code) {
  auto outcome = begin({in_session(session)});
  if (!outcome) return outcome;
  outcome->officer = officer;
  if (outcome->kind == SignInOutcome::Kind::too_many) return outcome;
  const auto factors = accounts_.factors(officer.authority, officer.id);
  if (!factors) return factors.error();
  judge_factor(*outcome, *factors, code, recovery_code);
  return outcome;
}

void LocalSignIn::succeeded(const SignInOutcome& proven) {
  (void)pace_.give_back(proven.spent);
}

}  // namespace badgewatch::access
