// Authorities that have never said how they are to be asked for more, and what they owe by that.
#pragma once

#include "core/date.hpp"
#include "core/result.hpp"
#include "domain/duty.hpp"

#include <string>
#include <vector>

namespace badgewatch::ports {

struct ContactNeverSaid {
  std::string authority;
  core::Date since;  // when its first people or systems came to the register
};

// Used by one thread; any number may be at it at once, on any host.
class FirstReviews {
public:
  virtual ~FirstReviews() = default;
  // Those that do not owe it yet.
  virtual core::Result<std::vector<ContactNeverSaid>> never_said() = 0;
  // One for each authority, whoever opens it.
  virtual core::Result<void> open(const domain::Duty& review) = 0;
};

}  // namespace badgewatch::ports
