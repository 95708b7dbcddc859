#include "access/limiter.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <pthread.h>
#include <string>
#include <vector>

namespace badgewatch::access {

namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

// What one lease takes of a budget at most: small enough that several daemons do not hold much of
// it, large enough that a busy caller costs the database few rows.
constexpr double lease_of_burst = 1.0 / 8;
// How often one request waits for a lease that others spend before it.
constexpr int most_tries = 8;
constexpr seconds forget_every{60};

std::int64_t most_leased(const ports::BudgetTerms& terms) {
  return std::max<std::int64_t>(1, std::llround(terms.burst * lease_of_burst));
}

// Behind that an unspent lease is void, since the budget grows on without it.
microseconds lease_time(const ports::BudgetTerms& terms) {
  const double twice = 2e6 * static_cast<double>(most_leased(terms)) / terms.per_second;
  return microseconds(std::max<std::int64_t>(1'000'000, std::llround(twice)));
}

core::Instant later(core::Instant now, microseconds time) {
  return {now.micros + time.count()};
}

seconds rounded_up(double count) {
  return seconds(std::llround(std::ceil(count)));
}

}  // namespace

struct Limiter::Budget {
  ports::BudgetTerms terms;
  std::int64_t leased = 0;   // and not spent
  std::int64_t size = 0;     // of the newest lease
  std::int64_t waiting = 0;  // requests that wait for one
  core::Instant leased_at;
  std::int64_t left = 0;  // in the database, when it was last asked
  core::Instant void_at;  // of the lease
  core::Instant empty_until;
  core::Instant alone_full_at;  // of the budget that this daemon keeps without the database
  std::uint64_t answers = 0;
};

Limiter::Limiter(std::unique_ptr<ports::Budgets> budgets, const core::Clock& clock,
                 LimiterOptions options)
    : budgets_(std::move(budgets)),
      clock_(clock),
      options_(options),
      thread_([this] { fetch_leases(); }) {}

Limiter::~Limiter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wished_.notify_all();
  thread_.join();
}

bool Limiter::is_alone() const {
  const std::lock_guard lock(mutex_);
  return alone_;
}

ports::BudgetKey Limiter::key_of(std::string_view policy, std::string_view whose) const {
  std::string text(policy);
  text += '\0';
  text += whose;
  core::Hash hash{};
  unsigned size = hash.size();
  HMAC(EVP_sha256(), options_.secret.data(), static_cast<int>(options_.secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data(), &size);
  ports::BudgetKey key{};
  std::memcpy(key.data(), hash.data(), key.size());
  return key;
}

Limiter::Budget& Limiter::find(const ports::BudgetKey& key, const ports::BudgetTerms& terms,
                               core::Instant now) {
  if (known_.size() >= options_.most_known && !known_.contains(key)) known_.clear();
  auto& budget = known_[key];
  budget.terms = terms;
  if (budget.void_at < now) budget.leased = 0;
  return budget;
}

void Limiter::wish(const ports::BudgetKey& key) {
  if (wishes_.insert(key).second) wished_.notify_one();
}

bool Limiter::spend(Budget& budget, core::Instant now) {
  if (budget.leased == 0 || budget.void_at < now) return false;
  --budget.leased;
  return true;
}

bool Limiter::spend_alone(Budget& budget, core::Instant now) const {
  ports::BudgetTerms alone;
  alone.per_second = budget.terms.per_second * options_.share_alone;
  alone.burst = std::max(1.0, budget.terms.burst * options_.share_alone);
  const auto lease = ports::take_from(budget.alone_full_at, alone, 1, now);
  if (lease.granted == 0) budget.empty_until = later(now, lease.wait);
  return lease.granted == 1;
}

// A lease for a caller that has none. Where the database is away nobody waits for it.
void Limiter::await_lease(std::unique_lock<std::mutex>& lock, const ports::BudgetKey& key,
                          core::Instant now) {
  if (alone_ && now < alone_until_) return;
  wish(key);
  if (alone_) return;
  const auto before = known_.at(key).answers;
  ++known_.at(key).waiting;
  const bool answered = answered_.wait_for(lock, options_.patience, [&] {
    const auto place = known_.find(key);
    return stopping_ || alone_ || place == known_.end() || place->second.answers != before;
  });
  if (const auto place = known_.find(key); place != known_.end() && place->second.waiting > 0)
    --place->second.waiting;
  if (answered) return;
  alone_ = true;
  alone_until_ = later(now, options_.retry);
}

Admission Limiter::admit(std::string_view policy, std::string_view whose,
                         const ports::BudgetTerms& terms) {
  const auto key = key_of(policy, whose);
  std::unique_lock lock(mutex_);
  auto now = clock_.now();
  auto* budget = &find(key, terms, now);
  bool admitted = spend(*budget, now);
  // Who came at the same time may have spent what was leased.
  for (int tries = 0; !admitted && tries < most_tries && now >= budget->empty_until; ++tries) {
    await_lease(lock, key, now);
    now = std::max(now, clock_.now());
    budget = &find(key, terms, now);
    admitted = spend(*budget, now);
  }
  if (!admitted && alone_ && now >= budget->empty_until) admitted = spend_alone(*budget, now);
  const bool is_quick = budget->size > 1;
  const bool runs_low = budget->leased * 2 < budget->size && now >= budget->empty_until;
  if (admitted && is_quick && runs_low && now >= alone_until_) wish(key);
  return {admitted, quota_of(policy, *budget, admitted, now)};
}

http::Quota Limiter::quota_of(std::string_view policy, const Budget& budget, bool admitted,
                              core::Instant now) {
  const double rate = budget.terms.per_second;
  http::Quota quota;
  quota.policy = policy;
  quota.quota = std::llround(budget.terms.burst);
  quota.window = rounded_up(budget.terms.burst / rate);
  if (admitted) quota.remaining = std::min(budget.leased + budget.left, quota.quota);
  const double until_full = static_cast<double>(quota.quota - quota.remaining) / rate;
  const double until_one = static_cast<double>(budget.empty_until.micros - now.micros) / 1e6;
  quota.reset = rounded_up(admitted ? until_full : std::max(until_one, 0.0));
  return quota;
}

// Larger only for who spent the last one in a quarter of its time, who will spend this one in half
// of it: what lapses unspent is taken from the caller, at each daemon that it comes to.
std::int64_t Limiter::next_size(const Budget& budget, core::Instant now) {
  const microseconds age(now.micros - budget.leased_at.micros);
  const bool is_quick = age >= age.zero() && age < lease_time(budget.terms) / 4;
  if (!is_quick) return std::max<std::int64_t>(budget.size / 2, 1);
  return std::min(budget.size * 2, most_leased(budget.terms));
}

void Limiter::fetch_leases() {
  pthread_setname_np(pthread_self(), "limiter");
  auto forgotten = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wished_.wait_for(lock, forget_every, [this] { return stopping_ || !wishes_.empty(); });
    if (stopping_) break;
    if (!wishes_.empty()) fetch(lock);
    if (std::chrono::steady_clock::now() - forgotten < forget_every) continue;
    forgotten = std::chrono::steady_clock::now();
    forget_full(lock);
  }
}

// One question for all who wish. The lock is not held while the database thinks.
void Limiter::fetch(std::unique_lock<std::mutex>& lock) {
  std::vector<ports::BudgetWish> wishes;
  for (const auto& key : wishes_) {
    const auto found = known_.find(key);
    if (found == known_.end()) continue;
    const auto size = next_size(found->second, clock_.now());
    wishes.push_back({key, found->second.terms, std::max(size, found->second.waiting)});
  }
  wishes_.clear();
  lock.unlock();
  const auto leases = budgets_->take(wishes);
  lock.lock();
  const auto now = clock_.now();
  alone_ = !leases;
  alone_until_ = leases ? core::Instant{} : later(now, options_.retry);
  for (std::size_t i = 0; leases && i < wishes.size(); ++i) {
    const auto found = known_.find(wishes[i].key);
    if (found == known_.end()) continue;
    auto& budget = found->second;
    const auto& lease = (*leases)[i];
    budget.leased += lease.granted;
    budget.size = wishes[i].most;
    budget.leased_at = now;
    budget.left = lease.left;
    budget.void_at = later(now, lease_time(budget.terms));
    budget.empty_until = lease.granted > 0 ? core::Instant{} : later(now, lease.wait);
    ++budget.answers;
  }
  answered_.notify_all();
}

void Limiter::forget_full(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  (void)budgets_->forget_full();
  lock.lock();
}

}  // namespace badgewatch::access
