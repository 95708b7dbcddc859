// In which region of the United Kingdom a postcode area lies: to tell who is licensed far from
// home.
#pragma once

#include <string_view>

namespace badgewatch::domain {

// Of an area such as "LU": the region of most of its addresses, by its own name ("East of
// England"); empty where it is none of the United Kingdom's. Areas lie across borders of regions,
// so this is for counting, and decides nothing about a person.
std::string_view region_of_postcode_area(std::string_view area);

}  // namespace badgewatch::domain
