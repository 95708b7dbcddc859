// Whom a concern is about, found among licences, entries and other concerns by the same comparison
// as everything else.
#pragma once

#include "app/live_index.hpp"
#include "ports/alerts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

// Enough to tell somebody of a concern, which no name and birthday that many bear are: strong, or
// more likely than not the same person.
bool is_likely(const match::Candidate& candidate);

// What one row that came says about concerns, against the contents of the index, which were made by
// the same rules: a licence and an entry of the concerns that are there, a concern of licences and
// of other authorities' concerns. Pure.
std::vector<ports::ConcernMatch> concern_matches_of(const PreparedRow& row,
                                                    const IndexContents& contents);

// An authority that licenses somebody.
struct FoundIssuer {
  std::string authority;
  core::Uuid licence;
  std::string band;
  double probability = 0;
};

// Whoever licenses that person, in the order of their codes, each once by its likeliest licence,
// but for `reporter`; nothing while the index is not whole.
std::optional<std::vector<FoundIssuer>> issuers_of(const LiveIndex& index,
                                                   const person::Person& person,
                                                   const std::string& reporter);

}  // namespace badgewatch::app
