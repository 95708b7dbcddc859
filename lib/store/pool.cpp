#include "store/pool.hpp"

#include <poll.h>

namespace badgewatch::store {
namespace {

// An idle session has nothing to say: when its socket is readable, the server has hung up.
bool has_hung_up(const Session& session) {
  pollfd wanted{.fd = PQsocket(session.native()), .events = POLLIN, .revents = 0};
  return poll(&wanted, 1, 0) > 0;
}

}  // namespace

Lease::~Lease() {
  if (session_) pool_->give_back(std::move(session_));
}

Pool::Pool(std::function<std::string()> conninfo, std::size_t most, std::chrono::milliseconds wait,
           SessionLimits limits)
    : conninfo_(std::move(conninfo)), most_(most), wait_(wait), limits_(limits) {}

core::Result<Lease> Pool::lease() {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, wait_, [this] { return lent_ < most_; }))
    return core::Error(core::Errc::unavailable, "The register is too busy. Please try again.");
  ++lent_;
  while (!idle_.empty()) {
    auto session = std::move(idle_.back());
    idle_.pop_back();
    if (!has_hung_up(*session)) return Lease(*this, std::move(session));
  }
  lock.unlock();

  auto opened = Session::open(conninfo_(), limits_);
  if (opened) return Lease(*this, std::move(*opened));
  lock.lock();
  --lent_;
  freed_.notify_one();
  return opened.error();
}

void Pool::give_back(std::unique_ptr<Session> session) {
  session->rollback();
  const bool is_sound = session->is_usable() && !session->in_transaction();
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (is_sound) idle_.push_back(std::move(session));
  }
  freed_.notify_one();
}

}  // namespace badgewatch::store
