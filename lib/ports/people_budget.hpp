// How many different people anybody may search.
#pragma once

#include "domain/search.hpp"
#include "ports/unit_of_work.hpp"

#include <chrono>
#include <optional>

namespace badgewatch::ports {

// Thread safe.
class PeopleBudget {
public:
  virtual ~PeopleBudget() = default;
  // Nothing when `caller` may search that person now; else how long until another person may be.
  virtual std::optional<std::chrono::seconds> refuse(const Caller& caller,
                                                     domain::Trait person) = 0;
};

}  // namespace badgewatch::ports
