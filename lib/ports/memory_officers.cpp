#include "ports/memory_officers.hpp"

#include <algorithm>

namespace badgewatch::ports {

namespace {

core::Error no_officer() {
  return {core::Errc::not_found, "There is no such officer of yours."};
}

core::Error no_session() {
  return {core::Errc::not_found, "There is no such session of yours."};
}

bool is_in_force(const OfficerSession& session, core::Instant now, std::chrono::seconds idle) {
  const auto unused = std::chrono::microseconds(now.micros - session.seen_at.micros);
  return now < session.ends_at && unused < idle;
}

}  // namespace

MemoryOfficers::Account* MemoryOfficers::of(const std::string& authority, const core::Uuid& id) {
  const auto found = accounts_.find(id);
  if (found == accounts_.end() || found->second.officer.authority != authority) return nullptr;
  return &found->second;
}

Officer MemoryOfficers::told(const Account& account) const {
  auto officer = account.officer;
  officer.has_password = !account.factors.password_hash.empty();
  officer.has_totp = !account.factors.totp_secret.empty();
  return officer;
}

template <class Is>
std::optional<Officer> MemoryOfficers::first(Is&& is) const {
  for (const auto& [id, account] : accounts_)
    if (is(account)) return told(account);
  return {};
}

core::Result<std::optional<Officer>> MemoryOfficers::find(const std::string& authority,
                                                          const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* account = of(authority, id);
  return account == nullptr ? std::optional<Officer>() : std::optional(told(*account));
}

core::Result<std::optional<Officer>> MemoryOfficers::of_username(const std::string& username) {
  const std::lock_guard lock(mutex_);
  return first(
      [&](const Account& one) { return !username.empty() && one.officer.username == username; });
}

core::Result<std::optional<Officer>> MemoryOfficers::of_invitation(const core::Hash& hash) {
  const std::lock_guard lock(mutex_);
  return first([&](const Account& one) { return one.invitation == hash; });
}

core::Result<std::optional<Officer>> MemoryOfficers::of_identity(const std::string& authority,
                                                                 const ProviderIdentity& identity) {
  const std::lock_guard lock(mutex_);
  return first([&](const Account& one) {
    return one.officer.authority == authority && one.officer.identity == identity;
  });
}

core::Result<std::vector<Officer>> MemoryOfficers::list(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  std::vector<Officer> own;
  for (const auto& [id, account] : accounts_)
    if (account.officer.authority == authority) own.push_back(told(account));
  return own;
}

core::Result<void> MemoryOfficers::add(const Officer& officer, const LocalFactors& factors,
                                       const std::vector<core::Hash>& recovery_codes,
                                       const std::optional<Invitation>& invitation,
                                       const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  const bool taken = first([&](const Account& one) {
                       const auto& other = one.officer;
                       return other.authority == officer.authority &&
                              ((!officer.username.empty() && other.username == officer.username) ||
                               (officer.identity && other.identity == officer.identity));
                     }).has_value();
  if (taken) return core::Error(core::Errc::conflict, "There is such an officer already.");
  Account account{.officer = officer,
                  .factors = factors,
                  .next = {},
                  .recovery_codes = {},
                  .invitation = {},
                  .places = {}};
  for (const auto& code : recovery_codes)
    account.recovery_codes[code] = false;
  if (invitation) {
    account.invitation = invitation->hash;
    account.officer.invited_until = invitation->until;
  }
  accounts_[officer.id] = std::move(account);
  return {};
}

core::Result<void> MemoryOfficers::set_roles(const std::string& authority, const core::Uuid& id,
                                             const std::vector<std::string>& roles,
                                             const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  account->officer.roles = roles;
  return {};
}

core::Result<void> MemoryOfficers::set_identity(const std::string& authority, const core::Uuid& id,
                                                const ProviderIdentity& identity,
                                                const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  account->officer.identity = identity;
  return {};
}

core::Result<void> MemoryOfficers::disable(const std::string& authority, const core::Uuid& id,
                                           core::Instant at, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  if (!account->officer.disabled_at) account->officer.disabled_at = at;
  account->invitation.reset();
  end_sessions(id, {});
  return {};
}

core::Result<void> MemoryOfficers::enable(const std::string& authority, const core::Uuid& id,
                                          const std::optional<Invitation>& invitation,
                                          const proof::Leaf& leaf) {
  {
    const std::lock_guard lock(mutex_);
    auto* account = of(authority, id);
    if (account == nullptr || !account->officer.disabled_at)
      return core::Error(core::Errc::conflict, "That officer is not disabled.");
    account->officer.disabled_at.reset();
  }
  if (!invitation) return {};
  return invite(authority, id, *invitation, leaf);
}

core::Result<LocalFactors> MemoryOfficers::factors(const std::string& authority,
                                                   const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  return account->factors;
}

core::Result<LocalFactors> MemoryOfficers::proposed(const std::string& authority,
                                                    const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  return account->next;
}

core::Result<void> MemoryOfficers::invite(const std::string& authority, const core::Uuid& id,
                                          const Invitation& invitation,
                                          const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr || account->officer.disabled_at || account->officer.username.empty())
    return no_officer();
  account->factors = {};
  account->next = {};
  account->recovery_codes.clear();
  account->places.clear();
  account->invitation = invitation.hash;
  account->officer.invited_until = invitation.until;
  end_sessions(id, {});
  return {};
}

core::Result<void> MemoryOfficers::reissue(const std::string& authority, const core::Uuid& id,
                                           const LocalFactors& factors,
                                           const std::vector<core::Hash>& recovery_codes,
                                           const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr || account->officer.disabled_at) return no_officer();
  account->factors = factors;
  account->next = {};
  account->invitation.reset();
  account->officer.invited_until.reset();
  account->recovery_codes.clear();
  for (const auto& code : recovery_codes)
    account->recovery_codes[code] = false;
  end_sessions(id, {});
  return {};
}

core::Result<void> MemoryOfficers::propose(const std::string& authority, const core::Uuid& id,
                                           const LocalFactors& factors) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  if (!factors.password_hash.empty()) account->next.password_hash = factors.password_hash;
  if (!factors.totp_secret.empty()) account->next.totp_secret = factors.totp_secret;
  return {};
}

core::Result<bool> MemoryOfficers::confirm(const std::string& authority, const core::Uuid& id,
                                           std::int64_t step,
                                           const std::vector<core::Hash>& recovery_codes,
                                           const std::optional<core::Uuid>& kept,
                                           const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr || account->next.totp_secret.empty()) return false;
  if (!account->next.password_hash.empty())
    account->factors.password_hash = account->next.password_hash;
  account->factors.totp_secret = account->next.totp_secret;
  account->factors.used_steps = {step};
  account->next = {};
  account->invitation.reset();
  account->officer.invited_until.reset();
  account->recovery_codes.clear();
  for (const auto& code : recovery_codes)
    account->recovery_codes[code] = false;
  end_sessions(id, kept);
  return true;
}

core::Result<void> MemoryOfficers::set_password(const std::string& authority, const core::Uuid& id,
                                                const core::Secret& password_hash,
                                                const std::optional<core::Uuid>& kept,
                                                const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  account->factors.password_hash = password_hash;
  end_sessions(id, kept);
  return {};
}

core::Result<void> MemoryOfficers::set_recovery_codes(const std::string& authority,
                                                      const core::Uuid& id,
                                                      const std::vector<core::Hash>& codes,
                                                      const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  account->recovery_codes.clear();
  for (const auto& code : codes)
    account->recovery_codes[code] = false;
  return {};
}

core::Result<std::int64_t> MemoryOfficers::recovery_codes_left(const std::string& authority,
                                                               const core::Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto* account = of(authority, id);
  if (account == nullptr) return no_officer();
  return std::count_if(account->recovery_codes.begin(), account->recovery_codes.end(),
                       [](const auto& one) { return !one.second; });
}

bool MemoryOfficers::use_up(Account& account, const UsedFactor& used) {
  if (used.totp_step) {
    auto& steps = account.factors.used_steps;
    if (std::find(steps.begin(), steps.end(), *used.totp_step) != steps.end()) return false;
    steps.push_back(*used.totp_step);
  }
  if (used.recovery_code) {
    const auto code = account.recovery_codes.find(*used.recovery_code);
    if (code == account.recovery_codes.end() || code->second) return false;
    code->second = true;
  }
  return true;
}

void MemoryOfficers::end_sessions(const core::Uuid& officer,
                                  const std::optional<core::Uuid>& kept) {
  std::erase_if(sessions_, [&](const auto& one) {
    return one.second.officer == officer && one.second.id != kept;
  });
}

core::Result<bool> MemoryOfficers::begin(const NewSession& wanted, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(wanted.session.authority, wanted.session.officer);
  if (account == nullptr || account->officer.disabled_at) return no_officer();
  if (!use_up(*account, wanted.used)) return false;
  account->officer.last_sign_in_at = wanted.session.began_at;
  account->places.insert(wanted.places.begin(), wanted.places.end());
  if (wanted.ended) sessions_.erase(*wanted.ended);
  sessions_[wanted.token_hash] = wanted.session;
  return true;
}

core::Result<std::optional<LiveSession>> MemoryOfficers::use(const core::Hash& token_hash,
                                                             core::Instant now,
                                                             std::chrono::seconds idle) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token_hash);
  if (found == sessions_.end() || !is_in_force(found->second, now, idle))
    return std::optional<LiveSession>();
  const auto* account = of(found->second.authority, found->second.officer);
  if (account == nullptr || account->officer.disabled_at) return std::optional<LiveSession>();
  found->second.seen_at = now;
  return std::optional(LiveSession{found->second, told(*account)});
}

core::Result<bool> MemoryOfficers::step_up(const OfficerSession& session, const UsedFactor& used,
                                           const core::Hash& token_hash, core::Instant at,
                                           const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  auto* account = of(session.authority, session.officer);
  if (account == nullptr) return no_session();
  if (!use_up(*account, used)) return false;
  const auto found = std::find_if(sessions_.begin(), sessions_.end(),
                                  [&](const auto& one) { return one.second.id == session.id; });
  if (found == sessions_.end()) return no_session();
  auto its = sessions_.extract(found);
  its.key() = token_hash;
  its.mapped().second_factor_at = at;
  sessions_.insert(std::move(its));
  return true;
}

core::Result<std::vector<OfficerSession>> MemoryOfficers::list(const std::string& authority,
                                                               const core::Uuid& officer,
                                                               core::Instant now,
                                                               std::chrono::seconds idle) {
  const std::lock_guard lock(mutex_);
  std::vector<OfficerSession> own;
  for (const auto& [token, one] : sessions_)
    if (one.authority == authority && one.officer == officer && is_in_force(one, now, idle))
      own.push_back(one);
  return own;
}

core::Result<void> MemoryOfficers::end(const std::string& authority, const core::Uuid& officer,
                                       const core::Uuid& id, const proof::Leaf& /*leaf*/) {
  const std::lock_guard lock(mutex_);
  const auto ended = std::erase_if(sessions_, [&](const auto& one) {
    return one.second.authority == authority && one.second.officer == officer &&
           one.second.id == id;
  });
  if (ended == 0) return no_session();
  return {};
}

core::Result<bool> MemoryOfficers::is_known(const std::string& authority, const core::Uuid& officer,
                                            const std::vector<core::Hash>& places) {
  const std::lock_guard lock(mutex_);
  const auto* account = of(authority, officer);
  return account != nullptr && std::any_of(places.begin(), places.end(), [&](const auto& place) {
           return account->places.contains(place);
         });
}

core::Result<std::chrono::microseconds> MemoryOfficers::take(
    const std::vector<SignInBudget>& budgets, core::Instant now) {
  using std::chrono::microseconds;
  const std::lock_guard lock(mutex_);
  microseconds wait{0};
  const auto missing = [&](const SignInBudget& budget) {
    const auto kept = paces_.find(budget.key);
    const auto full_at = kept == paces_.end() ? now : kept->second;
    return std::max(microseconds(0), microseconds(full_at.micros - now.micros));
  };
  for (const auto& budget : budgets)
    wait = std::max(wait, missing(budget) - microseconds(budget.each) * (budget.burst - 1));
  if (wait > wait.zero()) return wait;
  for (const auto& budget : budgets)
    paces_[budget.key] = {now.micros + (missing(budget) + microseconds(budget.each)).count()};
  return microseconds(0);
}

core::Result<void> MemoryOfficers::give_back(const std::vector<SignInBudget>& budgets) {
  const std::lock_guard lock(mutex_);
  for (const auto& budget : budgets)
    paces_[budget.key].micros -= std::chrono::microseconds(budget.each).count();
  return {};
}

}  // namespace badgewatch::ports
