// What an authority has entered and whom it has searched, for people who look it through. A list
// says no more of a search than when, by whom, for which case and what came of it.
#pragma once

#include "ports/checks.hpp"
#include "ports/unit_of_work.hpp"

#include <cstddef>
#include <optional>
#include <span>
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

// Which checks with hits are looked through, oldest first.
struct HitsWanted {
  std::optional<core::Uuid> after;  // the last check before them; none: from the oldest
  std::size_t most = 0;             // checks
};

// A check with hits, one of which may wait for somebody's finding.
struct CheckWithHits {
  CheckRecord record;  // its facts and pairs; neither request nor answer
  // Of each pair, in order: whether the entry is still on the register and not removed.
  std::vector<bool> stands;
};

// Thread safe. Own rows alone.
class OwnLists {
public:
  virtual ~OwnLists() = default;
  // Newest first. Entries as they stand, removed ones too; without history and proposal.
  virtual core::Result<std::vector<DecisionRecord>> entries(const Caller& caller,
                                                            const PageWanted& page) = 0;
  // Newest first. Of each check its facts and, until it is erased, its request; never its answer.
  virtual core::Result<std::vector<CheckRecord>> searches(const Caller& caller,
                                                          const SearchesWanted& wanted,
                                                          const PageWanted& page) = 0;
  // Checks that are not erased and not from before findings were kept. Those whose hits were all
  // decided on the check itself, and stand so, may be left out. Fewer than wanted: no more.
  virtual core::Result<std::vector<CheckWithHits>> with_hits(const Caller& caller,
                                                             const HitsWanted& wanted) = 0;
  // Of these checks those that are not erased, with request and answer, oldest first.
  virtual core::Result<std::vector<CheckRecord>> in_full(const Caller& caller,
                                                         std::span<const core::Uuid> checks) = 0;
};

}  // namespace badgewatch::ports
