// The leaf of the log for what a caller does.
#pragma once

#include "core/clock.hpp"
#include "core/uuid.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/leaf.hpp"

#include <string>

namespace badgewatch::app {

// Of this moment. `detail`: a JSON object without personal data.
inline proof::Leaf act_leaf(const ports::Caller& caller, std::string kind,
                            const core::Uuid& subject, std::string detail, const core::Clock& clock,
                            core::Randomness& randomness) {
  return proof::make_leaf({.at = clock.now(),
                           .kind = std::move(kind),
                           .authority = caller.authority,
                           .actor = caller.actor,
                           .subject = subject,
                           .detail = std::move(detail)},
                          clock, randomness);
}

}  // namespace badgewatch::app
