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

struct HitsWanted {
  std::size_t most_counted = 0;
  std::size_t at_least = 0;         // shown, where there are as many; 0: counted alone
  std::optional<core::Uuid> after;  // the last check before those shown; none: from the oldest
};

// A hit waits that has no finding about its two people, or an undecided one as the last.
struct WaitingHits {
  struct Of {
    CheckRecord check;                // with request and answer
    std::vector<std::size_t> places;  // of those that wait among the hits that its answer shows
  };
  std::size_t count = 0;  // of all, wherever those shown begin
  bool whole = true;      // false: more wait than are counted
  std::optional<core::Instant> oldest;
  std::vector<Of> shown;  // oldest first, of each check all that wait
  bool more = false;      // behind those shown
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
  virtual core::Result<WaitingHits> waiting_hits(const Caller& caller,
                                                 const HitsWanted& wanted) = 0;
};

}  // namespace badgewatch::ports
