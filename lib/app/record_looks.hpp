// A look into one record, in the log before it is answered.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "ports/checks.hpp"

#include <string>

namespace badgewatch::app {

// Thread safe.
class RecordLooks {
public:
  // All outlive it.
  RecordLooks(ports::CheckLog& log, const core::Clock& clock, core::Randomness& randomness)
      : log_(log), clock_(clock), randomness_(randomness) {}

  // How much of `subject` was looked at. On an error it may not be answered.
  core::Result<void> note(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                          std::size_t count);

private:
  ports::CheckLog& log_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
};

}  // namespace badgewatch::app
