// Senders that are kept for a while after their last use, with the connection that they hold: what
// follows soon needs no handshake and no reading of certificates.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "ports/sender.hpp"

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace badgewatch::send {

struct KeptSenderOptions {
  std::size_t most = 64;  // beside those in use; the one that rested longest goes
  // After that its connection has most likely been closed, and where it led is looked up anew.
  std::chrono::seconds rest{10};
};

// Thread safe.
class KeptSenders {
public:
  using Make = std::function<std::unique_ptr<ports::Sender>()>;

  // `clock` outlives it.
  KeptSenders(Make make, const core::Clock& clock, KeptSenderOptions options);

  // The one that was last given back for `receiver`, or a new one. Whoever takes it uses it alone.
  std::unique_ptr<ports::Sender> take(const core::Uuid& receiver);
  void give_back(const core::Uuid& receiver, std::unique_ptr<ports::Sender> sender);

private:
  struct Resting {
    core::Uuid receiver;
    core::Instant since;
    std::unique_ptr<ports::Sender> sender;
  };
  // Those that rested too long. They are destroyed by the caller: closing a connection may block.
  std::list<Resting> take_old();

  const Make make_;
  const core::Clock& clock_;
  const KeptSenderOptions options_;
  std::mutex mutex_;
  std::list<Resting> resting_;  // the longest first
};

}  // namespace badgewatch::send
