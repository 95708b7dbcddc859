// What an authority has entered and whom it has searched, newest first, for people who look it
// through. A list says no more of a search than when, by whom, for which case and what came of it.
#pragma once

#include "ports/checks.hpp"
#include "ports/unit_of_work.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// Where a page of a list goes on, and how long it is.
struct PageWanted {
  std::optional<core::Uuid> before;  // the last one of the page before; none: from the newest
  std::size_t most = 0;
};

// Empty: any.
struct SearchesWanted {
  std::string actor;  // the key's or officer's id
  std::optional<domain::Purpose> purpose;
  std::optional<domain::Outcome> outcome;
};

// Thread safe. Own rows alone.
class OwnLists {
public:
  virtual ~OwnLists() = default;
  // Entries as they stand, removed ones too; without history and proposal.
  virtual core::Result<std::vector<DecisionRecord>> entries(const Caller& caller,
                                                            const PageWanted& page) = 0;
  // Of each check its facts and, until it is erased, its request; never its answer.
  virtual core::Result<std::vector<CheckRecord>> searches(const Caller& caller,
                                                          const SearchesWanted& wanted,
                                                          const PageWanted& page) = 0;
};

}  // namespace badgewatch::ports
