// Pairs of names: one person's under different spellings, and of people whose names are near.
#pragma once

#include "bench/labelled_data.hpp"
#include "match/match.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::bench {

struct NamePair {
  std::string a;
  std::string b;
  bool same_person = false;
};

// For every sixth person with a name: another spelling of the same person, and the name of somebody
// else that is nearest by trigrams. The same people give the same pairs.
std::vector<NamePair> namesake_pairs(const std::vector<LabelledPerson>& people);

// Every two names of one cluster; and for each name that has such, of twenty others drawn the one
// that is nearest by trigrams.
std::vector<NamePair> pairs_of_clusters(const std::vector<LabelledPerson>& people);

match::Profile profile_of_name(const std::string& full);

// As PostgreSQL's pg_trgm: of the trigrams of both, the share that they have in common.
double trigram_similarity(std::string_view a, std::string_view b);

}  // namespace badgewatch::bench
