// What was signed last, kept outside of the database: one that was set back knows nothing of it.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::ports {

// Used by one thread.
class LastCheckpoint {
public:
  virtual ~LastCheckpoint() = default;
  // The note; empty when none was kept yet.
  virtual core::Result<std::string> load() = 0;
  // Durable when it returns.
  virtual core::Result<void> keep(const std::string& note) = 0;
};

}  // namespace badgewatch::ports
