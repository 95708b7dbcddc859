// A year of searches of a country's officers and systems, and among them some that fish. Nobody in
// it exists: people are numbers, as the rules of misuse see them. For benchmarks and tests.
//
// The rest is ordinary work: cases, renewals and their peaks, people who are looked up again, under
// a former name or with a corrected date, by the same officer or a colleague on the case; families
// and neighbours who drive, operators with partners, long investigations, people who apply to
// several authorities, officers who start in the year, go on leave, work late or on Saturdays,
// namesakes of officers and of well-known people, systems that ask about every driver once a month.
#pragma once

#include "domain/misuse.hpp"

#include <cstdint>
#include <vector>

namespace badgewatch::sample {

struct SearchYearOptions {
  std::uint64_t seed = 1;
  std::size_t searches = 1'000'000;  // ordinary ones, roughly
  int fishing = 50;                  // of each pattern
  core::Date first;                  // of 365 days
};

// Somebody who fishes, and all that he searched for it.
struct Fishing {
  domain::Pattern pattern = domain::Pattern::many_people;
  std::vector<core::Uuid> checks;
};

struct SearchYear {
  std::vector<domain::Search> searches;  // by authority, actor and time
  std::vector<Fishing> fishing;
  std::size_t ordinary = 0;  // searches that are no fishing
};

// The same options give the same year on every machine.
SearchYear year_of_searches(const SearchYearOptions& options);

}  // namespace badgewatch::sample
