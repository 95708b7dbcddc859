// How often each credential and each address may ask, over all daemons of a register.
//
// A daemon leases some requests of a budget from the database at once, and spends them from memory;
// the next lease is fetched by a thread of its own before the last one is spent. So a request waits
// for the database only where its caller comes anew, and never for longer than `patience`.
//
// Without the database neither door nor gate is left open: each daemon lets each caller on at
// `share_alone` of its budget, in memory, and asks the database again once in `retry`.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "http/rate_limit.hpp"
#include "ports/budgets.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>

namespace badgewatch::access {

struct LimiterOptions {
  core::Hash secret{};                      // of the register: keys of budgets are hashed with it
  std::chrono::milliseconds patience{200};  // a request's, with the database
  std::chrono::milliseconds retry{1'000};   // of a database that is away
  double share_alone = 0.5;
  std::size_t most_known = 100'000;  // callers in memory; beyond it unspent leases are forgotten
};

struct Admission {
  bool admitted = false;
  http::Quota quota;  // for the answer
};

// Thread safe.
class Limiter {
public:
  // `clock` outlives it.
  Limiter(std::unique_ptr<ports::Budgets> budgets, const core::Clock& clock,
          LimiterOptions options);
  ~Limiter();
  Limiter(const Limiter&) = delete;
  Limiter& operator=(const Limiter&) = delete;

  // Spends one request of `whose` budget of that policy, or says when there will be one. Blocks for
  // `patience` at most: not on an I/O thread.
  Admission admit(std::string_view policy, std::string_view whose, const ports::BudgetTerms& terms);

  // Whether the database did not answer when it was last asked.
  bool is_alone() const;

private:
  struct Budget;

  Budget& find(const ports::BudgetKey& key, const ports::BudgetTerms& terms, core::Instant now);
  void wish(const ports::BudgetKey& key);
  void await_lease(std::unique_lock<std::mutex>& lock, const ports::BudgetKey& key,
                   core::Instant now);
  static bool spend(Budget& budget, core::Instant now);
  bool spend_alone(Budget& budget, core::Instant now) const;
  static http::Quota quota_of(std::string_view policy, const Budget& budget, bool admitted,
                              core::Instant now);
  static std::int64_t next_size(const Budget& budget, core::Instant now);
  void fetch_leases();
  void fetch(std::unique_lock<std::mutex>& lock);
  void forget_full(std::unique_lock<std::mutex>& lock);
  ports::BudgetKey key_of(std::string_view policy, std::string_view whose) const;

  std::unique_ptr<ports::Budgets> budgets_;  // the thread's alone
  const core::Clock& clock_;
  const LimiterOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable wished_;
  std::condition_variable answered_;
  std::map<ports::BudgetKey, Budget> known_;
  std::set<ports::BudgetKey> wishes_;
  core::Instant alone_until_;
  bool alone_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::access
