// How many comparisons the code under test makes: the sanitizers' coverage calls here for each.
#pragma once

#include <cstdint>

namespace badgewatch::fuzz {

std::uint64_t comparisons_so_far();

template <class Work>
double comparisons_of(Work&& work) {
  const auto before = comparisons_so_far();
  work();
  return static_cast<double>(comparisons_so_far() - before);
}

}  // namespace badgewatch::fuzz
