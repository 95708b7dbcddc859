// Driving-licence numbers of any issuer: GB, Northern Ireland, or another country.
#pragma once

#include "person/judged.hpp"
#include "person/person.hpp"

#include <string>
#include <string_view>

namespace badgewatch::person {

// `issuer` in any case; none means GB. GB: see driver_number.hpp. NI (Northern Ireland, DVA):
// exactly eight digits. Another: an ISO 3166-1 alpha-2 code, 4 to 20 letters, digits, hyphens,
// slashes and spaces, of which nothing more is known.
Judged<DrivingLicence> read_driving_licence(std::string_view number, std::string_view issuer);

// What two licences of one issuer are compared by: the number without spaces, hyphens and slashes.
// Empty when there is none.
std::string comparable_licence_number(std::string_view number);

// GB, NI, or an ISO 3166-1 alpha-2 code, in capitals.
bool is_licence_issuer(std::string_view code);

}  // namespace badgewatch::person
