// From the entries that a search found to hits that an officer can read.
#pragma once

#include "app/check_answer.hpp"
#include "app/reference_data.hpp"
#include "app/rules.hpp"
#include "ports/feed.hpp"
#include "ports/findings.hpp"

#include <span>
#include <string>
#include <vector>

namespace badgewatch::app {

// Thread safe.
class Hits {
public:
  // All outlive it. `pair_key` is for finding_pair(). `shares_pointers`: concerns are hit by others
  // than their parties too.
  Hits(ports::Entries& entries, ports::Findings& findings, const ReferenceData& reference,
       const core::Clock& clock, core::Randomness& randomness, const core::Hash& pair_key,
       bool shares_pointers);

  struct Explained {
    std::vector<Hit> hits;  // strongest first
    // An entry that the index gave is gone, or is about somebody else by now.
    bool vanished = false;
  };
  // Reads the entries as they stand and compares each anew: one query, none where there are none.
  // `rules` are those that the entries were found by, and that `subject` was made by.
  core::Result<Explained> explain(const ports::Caller& caller, const match::Profile& subject,
                                  const Rules& rules, const std::vector<core::Uuid>& entries) const;

  // Sets Hit::earlier_finding where the caller's authority, or one whose heir it is, found
  // something about the same two people; the last of these, to whose pair Hit::pair is set. One
  // query for all.
  core::Result<void> recall(const ports::Caller& caller, std::span<Hit* const> hits) const;

private:
  bool may_see(const ports::Caller& caller, const ports::EntryView& view) const;
  Hit hit(const ports::EntryView& view, match::Comparison comparison) const;

  ports::Entries& entries_;
  ports::Findings& findings_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Hash pair_key_;
  bool shares_pointers_;
};

// The name by which somebody is shown: the current one, in one line. Empty where there is none.
std::string display_name(const person::Person& person);

// What they come to; `complete`: nobody was left out of the search. What humans found is no part of
// it.
domain::Outcome outcome_of(const std::vector<Hit>& hits, bool complete);

}  // namespace badgewatch::app
