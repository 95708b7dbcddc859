// Findings of humans about hits, as an authority reads its own.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/finding.hpp"
#include "ports/unit_of_work.hpp"

#include <span>
#include <vector>

namespace badgewatch::ports {

// Thread safe.
class Findings {
public:
  virtual ~Findings() = default;
  // The last finding about each of these pairs (app/finding_pair.hpp), where there is one; in any
  // order. One query, none for no pairs.
  virtual core::Result<std::vector<FindingRecord>> about(const Caller& caller,
                                                         std::span<const core::Hash> pairs) = 0;
  // The last finding on each hit of a check, where there is one; in any order.
  virtual core::Result<std::vector<FindingRecord>> of_check(const Caller& caller,
                                                            const core::Uuid& check) = 0;
};

}  // namespace badgewatch::ports
