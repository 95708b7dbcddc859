// What is to be sent to endpoints, webhooks and mailboxes alike: claimed by one, kept by whoever
// holds the claim.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/delivery.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// Of what is not delivered: waiting, or given up.
struct Undelivered {
  std::int64_t pending = 0;
  std::int64_t failed = 0;
  std::optional<std::int64_t> from;  // the least number of an event among them
};

// One row of the delivery log.
struct DeliveryAttempt {
  std::int64_t number = 0;  // dense for each endpoint: the cursor
  std::string message;      // its id, the same at each attempt
  std::optional<std::int64_t> seq;
  std::string type;
  core::Instant at;
  std::chrono::milliseconds took{0};
  std::optional<int> status;
  std::string result;
};

// An endpoint that this process sends to, and no other, until the lease runs out.
struct Claim {
  std::string authority;
  core::Uuid id;
  std::int64_t fence = 0;  // of this claim
};

struct DueMessage {
  std::string id;
  std::optional<std::int64_t> seq = {};
  std::string type;
  core::Instant at;
  int attempts = 0;  // so far
};

struct DueBatch {
  std::vector<DueMessage> messages;
  domain::EndpointSoFar endpoint;
};

struct AttemptMade {
  const DueMessage& message;
  core::Instant at;
  std::chrono::milliseconds took{0};
  std::optional<int> status;
  std::string result;
  domain::Verdict verdict;
};

// Which endpoints are claimed: those whose last attempt was good (or that had none), or the others.
enum class Lane { good, failing };

// Thread safe. `now` is the time by which messages are due; leases are kept by the database's
// clock.
class Outbox {
public:
  virtual ~Outbox() = default;
  // What is due there, the oldest first, at most `limit`.
  virtual core::Result<DueBatch> due(const Claim& claim, core::Instant now, std::size_t limit) = 0;
  // Keeps what came of an attempt and prolongs the lease, in one transaction; where the endpoint is
  // disabled by it, its owner is told in it. False, and nothing is kept, when another has claimed
  // the endpoint by now, or it is gone or was disabled: no more is to be sent there.
  virtual core::Result<bool> complete(const Claim& claim, const AttemptMade& made) = 0;
  // Others may claim it at once.
  virtual core::Result<void> release(const Claim& claim) = 0;
  // Forgets what ended before `before`, some thousand rows at a time. How many.
  virtual core::Result<std::int64_t> forget(core::Instant before) = 0;
};

}  // namespace badgewatch::ports
