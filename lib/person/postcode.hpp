// UK postcodes.
#pragma once

#include "person/judged.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::person {

// Tidies to "LU1 1AA". Warned, and kept: letters that no postcode in use has, an outward code
// alone, BFPO, a British overseas territory, an Irish Eircode. Refused: anything else.
Judged<std::string> read_postcode(std::string_view text);

// Views into the tidied postcode. Of "LU1 1AA": outward LU1, inward 1AA, area LU, district LU1,
// sector "LU1 1", unit "LU1 1AA".
struct PostcodeParts {
  std::string_view area;
  std::string_view outward;  // the district
  std::string_view inward;
  std::string_view sector;
  std::string_view unit;
};

// Nothing when `postcode` has not the shape of a tidied UK postcode.
std::optional<PostcodeParts> parts_of_postcode(std::string_view postcode);

}  // namespace badgewatch::person
