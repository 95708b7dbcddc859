// Rectification requests as they are kept: the authority that received one and the authority that
// recorded the entry share it; they may be the same.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/duty.hpp"
#include "domain/rectification.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::ports {

struct Caller;

// Made once by whoever takes it, before the first attempt.
struct Rectification {
  core::Uuid id;
  std::int64_t number = 0;  // in the order in which they came: the cursor
  std::string received_by;
  std::string recorded_by;
  core::Uuid entry;
  core::Date received_on;
  core::Instant taken_at;
  core::Date answer_by;
  domain::RectificationState state = domain::RectificationState::open;
  std::optional<core::Instant> ended_at;
  std::optional<core::Date> extended_on = {};  // article 12(3), and when the person was told
  std::optional<core::Date> told_on = {};
  // Kept sealed. Empty in a list.
  std::string wrong;     // what the driver says is wrong, and how it is right
  std::string taken_by;  // what people call who took it
  std::string reasons;   // of whoever ended it
  std::string ended_by;
  std::string extension_reason = {};
  std::string extended_by = {};

  domain::RectificationSides sides_of(std::string_view authority) const {
    return {.received = authority == received_by, .recorded = authority == recorded_by};
  }
};

inline core::Error no_such_rectification() {
  return {core::Errc::not_found, "There is no such rectification request of yours."};
}

inline core::Error no_clock_runs() {
  return {core::Errc::conflict, "Nobody owes an answer to this request any more."};
}

// What a writing transaction does with them; a part of UnitOfWork.
class RectificationWork {
public:
  virtual ~RectificationWork() = default;
  // One that is there under the same id is left alone. The recording authority is told, where it is
  // another one. Errc::not_found when the entry is gone.
  virtual core::Result<void> open(const Rectification& request) = 0;
  // As it stands; nobody changes it until the unit ends. Errc::not_found for who is no party to it.
  virtual core::Result<Rectification> to_change(const core::Uuid& id) = 0;
  // Whether the entry was amended or removed since the request was taken, by more than a proposal.
  virtual core::Result<bool> was_changed(const Rectification& request) = 0;
  // What the recording authority, which asks, owes of it: nobody moves it until the unit ends.
  // Errc::conflict where it is done.
  virtual core::Result<domain::Duty> clock(const Rectification& request) = 0;
  // Writes the days, the reason and the name, and the clock as it is by now. Both sides are told by
  // an event.
  virtual core::Result<void> extend(const Rectification& extended, const domain::Duty& clock,
                                    core::Instant at) = 0;
  // Writes state, time, reasons and name. The other side is told, where it is another one.
  virtual core::Result<void> end(const Rectification& ended) = 0;
};

// Thread safe.
class Rectifications {
public:
  virtual ~Rectifications() = default;
  // The caller's, received or to be answered, with a number over `after`, in order, at most
  // `limit`.
  virtual core::Result<std::vector<Rectification>> list(
      const Caller& caller, std::optional<domain::RectificationState> state, std::int64_t after,
      std::size_t limit) = 0;
  // Errc::not_found for who is no party to it.
  virtual core::Result<Rectification> find(const Caller& caller, const core::Uuid& id) = 0;
};

}  // namespace badgewatch::ports
