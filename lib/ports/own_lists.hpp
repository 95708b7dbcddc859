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

// Which hits that wait, in the order of their checks, oldest first.
struct HitsWanted {
  std::optional<core::Uuid> after;  // the last check before them; none: from the oldest
  std::size_t most = 0;
};

// A hit with no finding about its two people, or with an undecided one as the last.
struct WaitingHit {
  core::Uuid check;
  std::size_t place = 0;  // among the hits that the check's answer shows
  core::Instant checked_at;
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
  // Of checks that are not erased and not from before findings were kept: hits whose entries are on
  // the register and not removed.
  virtual core::Result<std::vector<WaitingHit>> waiting_hits(const Caller& caller,
                                                             const HitsWanted& wanted) = 0;
  // Of these checks those that are not erased, with request and answer, oldest first.
  virtual core::Result<std::vector<CheckRecord>> in_full(const Caller& caller,
                                                         std::span<const core::Uuid> checks) = 0;
};

}  // namespace badgewatch::ports
