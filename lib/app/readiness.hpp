// Whether the register could answer a check at this moment: it does what a check does, but for the
// search.
#pragma once

#include "app/head_reads.hpp"
#include "app/live_index.hpp"
#include "app/told.hpp"
#include "ports/checks.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace badgewatch::app {

struct ReadinessOptions {
  std::chrono::milliseconds proof{500};  // as a check's
  std::chrono::milliseconds log{2'000};
};

// Thread safe.
class Readiness {
public:
  // All outlive it. `wake_follower` is called when the index is behind.
  Readiness(const LiveIndex& index, HeadReads& heads, const Told& told, ports::CheckLog& log,
            ReadinessOptions options, std::function<void()> wake_follower);

  // What is missing, in a sentence for an operator; nothing when it is ready. Takes no longer than
  // the times of the options together.
  std::optional<std::string> missing();

private:
  std::optional<std::string> missing_for_proof();

  const LiveIndex& index_;
  HeadReads& heads_;
  const Told& told_;
  ports::CheckLog& log_;
  ReadinessOptions options_;
  std::function<void()> wake_follower_;
};

}  // namespace badgewatch::app
