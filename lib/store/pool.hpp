// Sessions of one role, lent out one at a time.
#pragma once

#include "store/session.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace badgewatch::store {

class Pool;

// A session for as long as the lease lives. What is left open is rolled back; a session that lost
// its connection, or cannot roll back, is not lent again.
class Lease {
public:
  Lease(Pool& pool, std::unique_ptr<Session> session)
      : pool_(&pool), session_(std::move(session)) {}
  ~Lease();
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&&) = delete;

  Session* operator->() const { return session_.get(); }
  Session& operator*() const { return *session_; }

private:
  Pool* pool_;
  std::unique_ptr<Session> session_;
};

// Thread safe.
class Pool {
public:
  Pool(std::function<std::string()> conninfo, std::size_t most, std::chrono::milliseconds wait,
       SessionLimits limits);

  // Errc::unavailable when none is free within the wait, or none can be opened.
  core::Result<Lease> lease();

private:
  friend class Lease;
  void give_back(std::unique_ptr<Session> session);

  std::function<std::string()> conninfo_;
  std::size_t most_;
  std::chrono::milliseconds wait_;
  SessionLimits limits_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Session>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace badgewatch::store
