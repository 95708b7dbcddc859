#include "match/areas.hpp"

#include "match/hash.hpp"
#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

constexpr int first_lettered = area_by_itself + 1;
constexpr int first_other = first_lettered + 27 * 27;

Area area_of(const Place& place) {
  constexpr std::size_t last = 3;
  constexpr std::size_t shortest = 5;
  if (place.postcode.empty()) return area_anywhere;
  if (const auto letters = postcode_area(place); !letters.empty()) {
    constexpr int letters_and_none = 27;
    const auto number = [](char c) { return 1 + c - 'A'; };
    const auto second = letters.size() > 1 ? number(letters[1]) : 0;
    return static_cast<Area>(first_lettered + number(letters[0]) * letters_and_none + second);
  }
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
  if (may_be_near(area)) return weights::beside_names;
  return count_ == 0 || area == area_nowhere ? 0 : weights::same_region;
}

bool Areas::may_be_near(Area area) const {
  if (area == area_nowhere) return false;
  const std::span ours(areas_.data(), count_);
  return std::any_of(ours.begin(), ours.end(), [&](Area one) {
    return one == area_anywhere || area == area_anywhere || (one == area && one != area_by_itself);
  });
}

}  // namespace badgewatch::match
