// Hits of an authority's checks of which nobody has said yet whose they are: what its officers have
// to work through.
#pragma once

#include "ports/findings.hpp"
#include "ports/own_lists.hpp"

#include <span>
#include <string>
#include <vector>

namespace badgewatch::app {

// Which of these, by their places, have no finding, or an undecided one as the last.
core::Result<std::vector<std::size_t>> undecided_among(ports::Findings& findings,
                                                       const ports::Caller& caller,
                                                       std::span<const core::Hash> pairs);

struct UndecidedHit {
  core::Uuid check;
  core::Uuid hit;
  std::size_t number = 0;  // of the hit among those of its check, from 1
  core::Instant checked_at;
  domain::Purpose purpose = domain::Purpose::new_application;
  std::string case_reference;
  std::string recording_authority;
  std::string entry_type;  // "decision", "concern"
  std::string band;        // "possible", "strong"
};

// `whole` is false where more wait than are counted.
struct UndecidedCount {
  std::size_t hits = 0;
  bool whole = true;
  std::optional<core::Instant> oldest;
};

struct UndecidedPage {
  UndecidedCount count;  // of all, wherever the page begins
  std::vector<UndecidedHit> hits;
  std::optional<core::Uuid> next;  // where it goes on; none behind the last
};

// A hit counts while its check is not erased, the answer shows it and its entry is still on the
// register: others cannot be decided. Thread safe.
class UndecidedHits {
public:
  // Outlives it.
  explicit UndecidedHits(ports::OwnLists& lists) : lists_(lists) {}

  core::Result<UndecidedCount> count(const ports::Caller& caller) const;
  // Oldest first, at least so many where there are as many, and all of each check: a page is whole
  // checks. `at_least` is not 0.
  core::Result<UndecidedPage> page(const ports::Caller& caller, std::optional<core::Uuid> after,
                                   std::size_t at_least) const;

  static constexpr std::size_t most_counted = 1'000;  // hits

private:
  core::Result<UndecidedPage> look(const ports::Caller& caller,
                                   const ports::HitsWanted& wanted) const;

  ports::OwnLists& lists_;
};

}  // namespace badgewatch::app
