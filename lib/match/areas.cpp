#include "match/areas.hpp"

#include "match/hash.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

Area area_of(const Place& place) {
  constexpr std::size_t last = 3;
  constexpr std::size_t shortest = 5;
  if (place.postcode.empty()) return area_anywhere;
  const auto postcode = place.postcode.view();
  if (place.postcode.is_hash() || postcode.size() < shortest) return area_by_itself;
  const auto hash = hash64(postcode.size(), postcode.substr(0, postcode.size() - last));
  return static_cast<Area>(2 + hash % (area_anywhere - 2));
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

bool Areas::may_be_near(Area area) const {
  if (area == area_nowhere) return false;
  const std::span ours(areas_.data(), count_);
  return std::any_of(ours.begin(), ours.end(), [&](Area one) {
    return one == area_anywhere || area == area_anywhere || (one == area && one != area_by_itself);
  });
}

}  // namespace badgewatch::match
