// What the parts of the store share.
#pragma once

#include "store/ending.hpp"
#include "store/pool.hpp"
#include "store/sealing.hpp"
#include "store/store.hpp"

namespace badgewatch::store {

struct Context {
  Context(StoreOptions store_options, const core::Clock& a_clock, core::Randomness& a_randomness);

  SessionLimits limits() const { return limits(options.statement_timeout, options.lock_timeout); }
  SessionLimits limits(std::chrono::milliseconds statement, std::chrono::milliseconds lock) const {
    return {.statement_timeout = statement, .lock_timeout = lock, .ending = &ending};
  }
  core::Result<std::unique_ptr<Session>> open(Role role) const {
    return Session::open(options.conninfo(role), limits());
  }
  core::Uuid new_id() const { return core::new_uuid(clock, randomness); }

  StoreOptions options;
  mutable Ending ending;  // every session tells it when the server says something
  const core::Clock& clock;
  core::Randomness& randomness;
  Sealer sealer;
  Pool app;
  Pool match;
  Pool access;
};

// A key for PostgreSQL's advisory locks.
std::int64_t lock_key(const Sealer& sealer, std::string_view purpose, std::string_view name);

// A session of the owner, who alone makes keys, erases, and writes the operator's leaves; with its
// transaction begun.
core::Result<std::unique_ptr<Session>> begin_as_owner(const Context& context);

// Runs `work(session)` in one transaction that sees only the rows of the caller's authority, and of
// a divided one those that went to who acts, and commits.
template <class Work>
auto as_authority(Context& context, const ports::Caller& caller, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  auto lease = context.app.lease();
  if (!lease) return lease.error();
  if (auto begun = (*lease)->begin_as(caller.authority, caller.acting); !begun)
    return begun.error();
  auto result = work(**lease);
  if (!result) return result;
  if (auto done = (*lease)->commit(); !done) return done.error();
  return result;
}

template <class Work>
auto as_authority(Context& context, const std::string& authority, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  return as_authority(context, ports::Caller{.authority = authority, .actor = {}},
                      std::forward<Work>(work));
}

}  // namespace badgewatch::store
