#include "match/areas.hpp"

#include "match/hash.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

constexpr int first_lettered = area_by_itself + 1;
constexpr int first_other = first_lettered + static_cast<int>(postcode_areas);
static_assert(weights::another_area <= 0 && 0 <= weights::same_region);

bool is_lettered(Area area) {
  return area >= first_lettered && area < first_other;
}

double most_weight_between(Area one, Area other) {
  if (one == area_anywhere || other == area_anywhere) return weights::beside_names;
  if (one == other && one != area_by_itself) return weights::beside_names;
  if (!is_lettered(one) || !is_lettered(other)) return 0;
  const auto region = region_of_area[one - first_lettered];
  return region != Region::none && region == region_of_area[other - first_lettered]
             ? weights::same_region
             : weights::another_area;
}

Area area_of(const Place& place) {
  constexpr std::size_t last = 3;
  constexpr std::size_t shortest = 5;
  if (place.postcode.empty()) return area_anywhere;
  if (const auto letters = postcode_area(place); letters != 0)
    return static_cast<Area>(first_lettered + letters);
  const auto postcode = place.postcode.view();
  if (place.postcode.is_hash() || postcode.size() < shortest) return area_by_itself;
  const auto hash = hash64(postcode.size(), postcode.substr(0, postcode.size() - last));
  return static_cast<Area>(first_other + hash % (area_anywhere - first_other));
}

}  // namespace

Area area_of(std::span<const Place> places) {
  if (places.empty()) return area_nowhere;
  const auto first = area_of(places.front());
  const bool one = std::all_of(places.begin(), places.end(),
                               [&](const Place& place) { return area_of(place) == first; });
  return one ? first : area_anywhere;
}

Areas::Areas(std::span<const Place> places) {
  for (const auto& place : places)
    areas_[count_++] = area_of(place);
}

double Areas::most_weight(Area area) const {
  if (count_ == 0 || area == area_nowhere) return 0;
  double most = weights::another_area;
  for (std::size_t i = 0; i < count_; ++i)
    most = std::max(most, most_weight_between(areas_[i], area));
  return most;
}

}  // namespace badgewatch::match
