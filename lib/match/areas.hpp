// Where people live, as coarsely as two addresses can be alike without a key of the index having
// found them: what is before the last three characters of a postcode.
#pragma once

#include "match/details.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace badgewatch::match {

// A hash of that; areas that collide cost a comparison.
using Area = std::uint16_t;
inline constexpr Area area_nowhere = 0;        // no address
inline constexpr Area area_by_itself = 1;      // only a house without postcode may be alike
inline constexpr Area area_anywhere = 0xFFFF;  // any may be: several, or a house without postcode

// Of all addresses of a record.
Area area_of(std::span<const Place> places);

// Those of a query.
class Areas {
public:
  explicit Areas(std::span<const Place> places);

  // False only when an address of one who lives in `area` weighs nothing beside the query's, or a
  // key of the index finds it (keys.hpp).
  bool may_be_near(Area area) const;

private:
  std::array<Area, max_places> areas_{};
  std::size_t count_ = 0;
};

}  // namespace badgewatch::match
