// Where people live, as coarsely as two addresses can be alike without a key of the index having
// found them: the letters of the postcode area, or where a postcode has none what is before its
// last three characters.
#pragma once

#include "match/details.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace badgewatch::match {

// A hash of that; areas that collide cost a comparison.
using Area = std::uint16_t;
inline constexpr Area area_nowhere = 0;        // no address
inline constexpr Area area_by_itself = 1;      // only a house without postcode may be alike
inline constexpr Area area_anywhere = 0xFFFF;  // any may be: several, or a house without postcode

// Where so many live that a letter says little: London has 19 areas, Northern Ireland is all one.
enum class Region : std::uint8_t { none, london, northern_ireland };
inline constexpr auto region_of_area = [] {
  std::array<Region, postcode_areas> made{};
  for (const std::string_view area : {"BR", "CR", "DA", "E", "EC", "EN", "HA", "IG", "KT", "N",
                                      "NW", "RM", "SE", "SM", "SW", "TW", "UB", "W", "WC"})
    made[number_of_area(area[0], area.size() > 1 ? area[1] : '\0')] = Region::london;
  made[number_of_area('B', 'T')] = Region::northern_ireland;
  return made;
}();

// Of all addresses of a record.
Area area_of(std::span<const Place> places);

// Those of a query.
class Areas {
public:
  explicit Areas(std::span<const Place> places);

  // No address of one who lives in `area` weighs more beside the query's, unless a key of the index
  // finds it (keys.hpp).
  double most_weight(Area area) const;

private:
  std::array<Area, max_places> areas_{};
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
