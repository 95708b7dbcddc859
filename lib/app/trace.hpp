// No look without a trace: what a caller looked at or was refused is in the log before the answer
// leaves. The commit is shared with the checks beside it.
#pragma once

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "ports/checks.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace badgewatch::app {

// A refusal of a caller who is known. Whom nobody knows is counted, not logged.
struct Refusal {
  std::string_view method;
  std::string_view route;  // its pattern, never the address itself
  core::Uuid subject;      // the record that was asked for by id, where it was
  int status = 0;
  std::string_view problem;
};

// Thread safe.
class Trace {
public:
  // All outlive it.
  Trace(ports::CheckLog& log, const core::Clock& clock, core::Randomness& randomness,
        core::Metrics& metrics)
      : log_(log), clock_(clock), randomness_(randomness), metrics_(metrics) {}

  // A page of a list was read: how much of it, from where on. On an error it may not be answered.
  core::Result<void> listed(const ports::Caller& caller, std::string kind, std::int64_t after,
                            std::size_t count);

  // Of a caller who is too fast one refusal in `too_fast_apart` is logged and the others are
  // counted: else who asks too much would have written still more.
  core::Result<void> refused(const ports::Caller& caller, const Refusal& refusal);

  // Somebody could not prove who they say they are. Of an officer that is there it is logged, of
  // nobody counted; both cost a commit, so that they take the same time. `too_many` is logged as
  // refused() does it.
  core::Result<void> not_proven(const std::optional<ports::Caller>& meant, std::string kind,
                                std::string_view cause, bool too_many);

  static constexpr std::chrono::seconds too_fast_apart{10};

private:
  core::Result<void> write(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                           std::string detail);
  bool is_one_of_many(const ports::Caller& caller);

  ports::CheckLog& log_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  std::mutex mutex_;
  std::unordered_map<std::string, core::Instant> too_fast_;  // by actor: when it was last logged
};

}  // namespace badgewatch::app
